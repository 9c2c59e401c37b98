// SPDX-License-Identifier: Apache-2.0
// Tables, from sage/intacct.md sections 3.1, 3.4, 3.5 and 3.6, and the one rule over them.
#include "plugins/intacct/simulator_gateway_schema.h"

#include <fmt/format.h>

#include <array>

namespace sage::simulated_intacct {
namespace {

using enum XmlForm;

constexpr bool required = true;

constexpr auto control = std::to_array<XmlChild>({
    {"senderid", "", text, required},
    {"password", ""},
    {"controlid", "", text, required},
    {"uniqueid", ""},
    {"dtdversion", "", text, required},
    {"policyid", ""},
    {"includewhitespace", ""},
    {"showadditionalerrorinfo", ""},
});

constexpr auto create_sales = std::to_array<XmlChild>({
    {"transactiontype", "", text, required},
    {"datecreated", "txnDate", date, required},
    {"dateposted", "postingDate", date},
    {"createdfrom", "", source},
    {"customerid", "customer.id", text, required},
    {"documentno", "documentNumber"},
    {"origdocdate", "", not_simulated},
    {"referenceno", "referenceNumber"},
    {"termname", "paymentTerm.id"},
    {"datedue", "dueDate", date},
    {"message", "memo"},
    {"shippingmethod", "shippingMethod.id"},
    {"shipto", "contacts.shipTo.id", contact},
    {"billto", "contacts.billTo.id", contact},
    {"supdocid", "attachment.id"},
    {"externalid", "", not_simulated},
    {"basecurr", "baseCurrency"},
    {"currency", "txnCurrency"},
    {"exchratedate", "exchangeRate.date", date},
    {"exchratetype", "exchangeRate.typeName"},
    {"exchrate", "exchangeRate.rate"},
    {"vsoepricelist", "", not_simulated},
    {"customfields", "", custom_fields},
    {"state", "state", state},
    {"projectid", "project.id"},
    {"changelognumber", "", not_simulated},
    {"needbydate", "", not_simulated},
    {"shipbydate", "shipByDate", date},
    {"cancelafterdate", "cancelAfterDate", date},
    {"donotshipbeforedate", "doNotShipBeforeDate", date},
    {"donotshipafterdate", "doNotShipAfterDate", date},
    {"servicedeliverydate", "serviceDeliveryDate", date},
    {"trackingnumber", "trackingNumber"},
    {"shippeddate", "shippedDate", date},
    {"customerponumber", "customerPONumber"},
    {"taxsolutionid", "taxSolution.id"},
    {"sotransitems", "sotransitem", items, required},
    {"subtotals", "", subtotals},
});

constexpr auto subtotal = std::to_array<XmlChild>({
    {"description", "description", text, required},
    {"total", "total", text, required},
    {"absval", "", not_simulated},
    {"percentval", "", not_simulated},
    {"locationid", "dimensions.location.id"},
    {"departmentid", "dimensions.department.id"},
    {"projectid", "dimensions.project.id"},
    {"taskid", "dimensions.task.id"},
    {"costtypeid", "dimensions.costType.id"},
    {"customerid", "dimensions.customer.id"},
    {"vendorid", "dimensions.vendor.id"},
    {"employeeid", "dimensions.employee.id"},
    {"classid", "dimensions.class.id"},
    {"itemid", "dimensions.item.id"},
    {"contractid", "dimensions.contract.id"},
    {"customfields", "", not_simulated},
});

constexpr auto update_sales = std::to_array<XmlChild>({
    {"datecreated", "txnDate", date},
    {"dateposted", "postingDate", date},
    {"referenceno", "referenceNumber"},
    {"termname", "paymentTerm.id"},
    {"datedue", "dueDate", date},
    {"origdocdate", "", not_simulated},
    {"message", "memo"},
    {"shippingmethod", "shippingMethod.id"},
    {"shipto", "contacts.shipTo.id", contact},
    {"billto", "contacts.billTo.id", contact},
    {"supdocid", "attachment.id"},
    {"basecurr", "baseCurrency"},
    {"currency", "txnCurrency"},
    {"exchratedate", "exchangeRate.date", date},
    {"exchratetype", "exchangeRate.typeName"},
    {"exchrate", "exchangeRate.rate"},
    {"vsoepricelist", "", not_simulated},
    {"customfields", "", custom_fields},
    {"state", "state", state},
    {"projectid", "project.id"},
    {"trackingnumber", "trackingNumber"},
    {"shippeddate", "shippedDate", date},
    {"customerponumber", "customerPONumber"},
    {"updatesotransitems", "", not_simulated},
    {"updatesubtotals", "", not_simulated},
});

constexpr auto sales_item = std::to_array<XmlChild>({
    {"bundlenumber", "", not_simulated},
    {"itemid", "dimensions.item.id", text, required},
    {"itemaliasid", "", not_simulated},
    {"itemdesc", "lineDescription"},
    {"taxable", "", not_simulated},
    {"warehouseid", "dimensions.warehouse.id"},
    {"quantity", "unitQuantity", text, required},
    {"unit", "unit"},
    {"linelevelsimpletaxtype", "", not_simulated},
    {"discountpercent", "discountPercent"},
    {"price", "unitPrice"},
    {"relateddockey", "", not_simulated},
    {"relateddoclinekey", "", not_simulated},
    {"retainagepercentage", "", not_simulated},
    {"trx_amountretained", "", not_simulated},
    {"conversiontype", "", not_simulated},
    {"sourcelinekey", "", source_line},
    {"discsurchargememo", "", not_simulated},
    {"locationid", "dimensions.location.id"},
    {"linesubtotals", "", not_simulated},
    {"departmentid", "dimensions.department.id"},
    {"memo", "memo"},
    {"itemdetails", "", details},
    {"customfields", "", custom_fields},
    {"revrectemplate", "", not_simulated},
    {"revrecstartdate", "", not_simulated},
    {"revrecenddate", "", not_simulated},
    {"renewalmacro", "", not_simulated},
    {"projectid", "dimensions.project.id"},
    {"taskid", "dimensions.task.id"},
    {"costtypeid", "dimensions.costType.id"},
    {"customerid", "dimensions.customer.id"},
    {"vendorid", "dimensions.vendor.id"},
    {"employeeid", "dimensions.employee.id"},
    {"classid", "dimensions.class.id"},
    {"paymenttaxcapture", "", not_simulated},
    {"contractid", "dimensions.contract.id"},
    {"fulfillmentstatus", "", not_simulated},
    {"taskno", "", not_simulated},
    {"billingtemplate", "", not_simulated},
    {"dropship", "", not_simulated},
    {"shipto", "", not_simulated},
    {"needbydate", "", not_simulated},
    {"shipby", "", not_simulated},
    {"donotshipbeforedate", "", not_simulated},
    {"donotshipafterdate", "", not_simulated},
    {"datepickticketprinted", "", not_simulated},
    {"cancelafterdate", "", not_simulated},
    {"shippeddate", "shippedDate", date},
});

constexpr auto create_stock = std::to_array<XmlChild>({
    {"transactiontype", "", text, required},
    {"datecreated", "transactionDate", date, required},
    {"createdfrom", "", source},
    {"documentno", "documentNumber"},
    {"referenceno", "referenceNumber"},
    {"message", "memo"},
    {"externalid", "", not_simulated},
    {"basecurr", "baseCurrency"},
    {"customfields", "", custom_fields},
    {"state", "state", state},
    {"ictransitems", "ictransitem", items, required},
    {"subtotals", "", not_simulated},
});

constexpr auto stock_item = std::to_array<XmlChild>({
    {"itemid", "dimensions.item.id", text, required},
    {"itemdesc", "lineDescription"},
    {"warehouseid", "dimensions.warehouse.id", text, required},
    {"quantity", "unitQuantity", text, required},
    {"unit", "unitOfMeasure.id"},
    {"cost", "unitCost"},
    {"sourcelinekey", "", source_line},
    {"locationid", "dimensions.location.id"},
    {"departmentid", "dimensions.department.id"},
    {"itemdetails", "", details},
    {"customfields", "", custom_fields},
    {"projectid", "dimensions.project.id"},
    {"taskid", "dimensions.task.id"},
    {"costtypeid", "dimensions.costType.id"},
    {"customerid", "dimensions.customer.id"},
    {"vendorid", "dimensions.vendor.id"},
    {"employeeid", "dimensions.employee.id"},
    {"classid", "dimensions.class.id"},
    {"contractid", "dimensions.contract.id"},
    {"adjdocentrykey", "", not_simulated},
});

constexpr auto create_adjustment = std::to_array<XmlChild>({
    {"customerid", "customer.id", text, required},
    {"datecreated", "createdDate", date, required},
    {"dateposted", "glPostingDate", date},
    {"batchkey", "", not_simulated},
    {"adjustmentno", "adjustmentNumber"},
    {"action", "state", action},
    {"invoiceno", "documentNumber"},
    {"description", "description"},
    {"externalid", "", not_simulated},
    {"basecurr", "baseCurrency.currency"},
    {"currency", "txnCurrency.currency"},
    {"exchratedate", "exchangeRate.date", date},
    {"exchratetype", "exchangeRate.typeId"},
    {"exchrate", "exchangeRate.rate"},
    {"nogl", "", not_simulated},
    {"taxsolutionid", "taxSolution.id"},
    {"aradjustmentitems", "lineitem", items, required},
});

constexpr auto adjustment_item = std::to_array<XmlChild>({
    {"glaccountno", "glAccount.id"},
    {"accountlabel", "accountLabel.id"},
    {"offsetglaccountno", "overrideOffsetGLAccount.id"},
    {"amount", "txnCurrency.amount", text, required},
    {"allocationid", "", not_simulated},
    {"memo", "memo"},
    {"locationid", "dimensions.location.id"},
    {"departmentid", "dimensions.department.id"},
    {"key", "", not_simulated},
    {"totalpaid", "", not_simulated},
    {"totaldue", "", not_simulated},
    {"customfields", "", custom_fields},
    {"revrectemplate", "", not_simulated},
    {"defrevaccount", "", not_simulated},
    {"revrecstartdate", "", not_simulated},
    {"revrecenddate", "", not_simulated},
    {"projectid", "dimensions.project.id"},
    {"taskid", "dimensions.task.id"},
    {"costtypeid", "dimensions.costType.id"},
    {"customerid", "dimensions.customer.id"},
    {"vendorid", "dimensions.vendor.id"},
    {"employeeid", "dimensions.employee.id"},
    {"itemid", "dimensions.item.id"},
    {"classid", "dimensions.class.id"},
    {"contractid", "dimensions.contract.id"},
    {"warehouseid", "dimensions.warehouse.id"},
    {"taxentries", "", tax_entries},
});

}  // namespace

std::span<const XmlChild> header_schema(std::string_view function) {
    if (function == "create_sotransaction") {
        return create_sales;
    }
    if (function == "update_sotransaction") {
        return update_sales;
    }
    if (function == "create_ictransaction") {
        return create_stock;
    }
    if (function == "create_aradjustment") {
        return create_adjustment;
    }
    return {};
}

std::span<const XmlChild> line_schema(std::string_view function) {
    return function == "create_sotransaction"   ? std::span<const XmlChild>(sales_item)
           : function == "create_ictransaction" ? std::span<const XmlChild>(stock_item)
           : function == "create_aradjustment"  ? std::span<const XmlChild>(adjustment_item)
                                                : std::span<const XmlChild>();
}

std::span<const XmlChild> control_schema() {
    return control;
}

std::span<const XmlChild> subtotal_schema() {
    return subtotal;
}

std::string wrong_order(const XmlElement& element, std::span<const XmlChild> schema) {
    std::size_t next = 0;
    for (const XmlElement& child : element.children) {
        std::size_t at = next;
        while (at < schema.size() && schema[at].name != child.name) {
            ++at;
        }
        if (at == schema.size()) {
            return fmt::format("Element '{}': This element is not expected.", child.name);
        }
        for (std::size_t skipped = next; skipped < at; ++skipped) {
            if (schema[skipped].required) {
                return fmt::format(
                    "Element '{}': This element is not expected. Expected is ( {} ).", child.name,
                    schema[skipped].name);
            }
        }
        if (schema[at].form == items && child.children.empty()) {
            return fmt::format("Element '{}': Missing child element(s).", child.name);
        }
        next = at + 1;
    }
    for (; next < schema.size(); ++next) {
        if (schema[next].required) {
            return fmt::format("Element '{}': Missing child element(s). Expected is ( {} ).",
                               element.name, schema[next].name);
        }
    }
    return {};
}

}  // namespace sage::simulated_intacct
