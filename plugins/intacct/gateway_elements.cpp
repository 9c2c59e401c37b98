// SPDX-License-Identifier: Apache-2.0
// The functions of the gateway, element by element. They are checked in their order: what stands in
// another place is refused, so a table says it once for writing and for reading.
//
// Sources: the examples in Sage's own libraries prove create_sotransaction up to projectid and a
// line up to contractid without sourcelinekey; create_ictransaction whole; create_aradjustment but
// for `action`, which they and the documentation put in two places in the function beside it. All
// else is the documentation's table alone, and marked.
#include <array>

#include "plugins/intacct/gateway.h"

namespace sage::intacct {
namespace {

constexpr bool unproven = false;

constexpr auto sales_header = std::to_array<GatewayElement>({
    {"datecreated", "/txnDate", ElementKind::date},
    {"dateposted", "/postingDate", ElementKind::date},
    {"createdfrom", "/sourceDocument/key", ElementKind::source},
    {"customerid", "/customer/id"},
    {"documentno", "/documentNumber"},
    {"referenceno", "/referenceNumber"},
    {"termname", "/paymentTerm/id"},
    {"datedue", "/dueDate", ElementKind::date},
    {"message", "/memo"},
    {"shippingmethod", "/shippingMethod/id"},
    {"shipto", "/contacts/shipTo/id", ElementKind::contact},
    {"billto", "/contacts/billTo/id", ElementKind::contact},
    {"supdocid", "/attachment/id"},
    {"basecurr", "/baseCurrency"},
    {"currency", "/txnCurrency"},
    {"exchratedate", "/exchangeRate/date", ElementKind::date},
    {"exchratetype", "/exchangeRate/typeName"},
    {"exchrate", "/exchangeRate/rate"},
    {"customfields", "", ElementKind::custom_fields},
    {"state", "/state", ElementKind::state},
    {"projectid", "/project/id"},
    {"shipbydate", "/shipByDate", ElementKind::date, unproven},
    {"servicedeliverydate", "/serviceDeliveryDate", ElementKind::date, unproven},
    {"trackingnumber", "/trackingNumber", ElementKind::text, unproven},
    {"shippeddate", "/shippedDate", ElementKind::date, unproven},
    {"customerponumber", "/customerPONumber", ElementKind::text, unproven},
    {"taxsolutionid", "/taxSolution/id", ElementKind::text, unproven},
});

constexpr auto sales_line = std::to_array<GatewayElement>({
    {"itemid", "/dimensions/item/id"},
    {"itemdesc", "/lineDescription"},
    {"warehouseid", "/dimensions/warehouse/id"},
    {"quantity", "/unitQuantity"},
    {"unit", "/unit"},
    {"discountpercent", "/discountPercent"},
    {"price", "/unitPrice"},
    {"sourcelinekey", "/sourceDocumentLine/key", ElementKind::text, unproven},
    {"locationid", "/dimensions/location/id"},
    {"departmentid", "/dimensions/department/id"},
    {"memo", "/memo"},
    {"itemdetails", "/trackingDetail", ElementKind::details},
    {"customfields", "", ElementKind::custom_fields},
    {"projectid", "/dimensions/project/id"},
    {"taskid", "/dimensions/task/id", ElementKind::text, unproven},
    {"customerid", "/dimensions/customer/id"},
    {"vendorid", "/dimensions/vendor/id"},
    {"employeeid", "/dimensions/employee/id"},
    {"classid", "/dimensions/class/id"},
    {"contractid", "/dimensions/contract/id"},
});

// Sage's libraries for JavaScript, PHP and .NET write them in this order, their tests prove it but
// for absval, which is not sent; taskid is in the documentation alone.
constexpr auto sales_subtotal = std::to_array<GatewayElement>({
    {"description", "/description"},
    {"total", "/total"},
    {"locationid", "/dimensions/location/id"},
    {"departmentid", "/dimensions/department/id"},
    {"projectid", "/dimensions/project/id"},
    {"taskid", "/dimensions/task/id", ElementKind::text, unproven},
    {"customerid", "/dimensions/customer/id"},
    {"vendorid", "/dimensions/vendor/id"},
    {"employeeid", "/dimensions/employee/id"},
    {"classid", "/dimensions/class/id"},
    {"contractid", "/dimensions/contract/id"},
});

// What a change of a document can say here: the reference, the texts and the tracking numbers.
constexpr auto sales_change = std::to_array<GatewayElement>({
    {"referenceno", "/referenceNumber"},
    {"message", "/memo"},
    {"customfields", "", ElementKind::custom_fields},
    {"trackingnumber", "/trackingNumber", ElementKind::text, unproven},
});

constexpr auto stock_header = std::to_array<GatewayElement>({
    {"datecreated", "/transactionDate", ElementKind::date},
    {"documentno", "/documentNumber"},
    {"referenceno", "/referenceNumber"},
    {"message", "/memo"},
    {"basecurr", "/baseCurrency"},
    {"customfields", "", ElementKind::custom_fields},
    {"state", "/state", ElementKind::state},
});

constexpr auto stock_line = std::to_array<GatewayElement>({
    {"itemid", "/dimensions/item/id"},
    {"itemdesc", "/lineDescription"},
    {"warehouseid", "/dimensions/warehouse/id"},
    {"quantity", "/unitQuantity"},
    {"unit", "/unitOfMeasure/id"},
    {"cost", "/unitCost"},
    {"locationid", "/dimensions/location/id"},
    {"departmentid", "/dimensions/department/id"},
    {"itemdetails", "/trackingDetail", ElementKind::details},
    {"customfields", "", ElementKind::custom_fields},
    {"projectid", "/dimensions/project/id"},
    {"taskid", "/dimensions/task/id"},
    {"customerid", "/dimensions/customer/id"},
    {"vendorid", "/dimensions/vendor/id"},
    {"employeeid", "/dimensions/employee/id"},
    {"classid", "/dimensions/class/id"},
    {"contractid", "/dimensions/contract/id"},
});

// No custom fields: the gateway refuses them in this header. No batchkey and no taxsolutionid, and
// action only where it is allowed for: their order is not agreed on.
constexpr auto adjustment_header = std::to_array<GatewayElement>({
    {"customerid", "/customer/id"},
    {"datecreated", "/createdDate", ElementKind::date},
    {"dateposted", "/glPostingDate", ElementKind::date},
    {"adjustmentno", "/adjustmentNumber"},
    {"action", "/state", ElementKind::state, unproven},
    {"invoiceno", "/documentNumber"},
    {"description", "/description"},
    {"basecurr", "/baseCurrency/currency"},
    {"currency", "/txnCurrency/currency"},
    {"exchratedate", "/exchangeRate/date", ElementKind::date},
    {"exchrate", "/exchangeRate/rate"},
});

constexpr auto adjustment_line = std::to_array<GatewayElement>({
    {"glaccountno", "/glAccount/id"},
    {"accountlabel", "/accountLabel/id"},
    {"offsetglaccountno", "/overrideOffsetGLAccount/id"},
    {"amount", "/txnCurrency/amount"},
    {"memo", "/memo"},
    {"locationid", "/dimensions/location/id"},
    {"departmentid", "/dimensions/department/id"},
    {"customfields", "", ElementKind::custom_fields},
    {"projectid", "/dimensions/project/id"},
    {"customerid", "/dimensions/customer/id"},
    {"vendorid", "/dimensions/vendor/id"},
    {"employeeid", "/dimensions/employee/id"},
    {"itemid", "/dimensions/item/id"},
    {"classid", "/dimensions/class/id"},
    {"contractid", "/dimensions/contract/id"},
    {"warehouseid", "/dimensions/warehouse/id"},
    {"taxentries", "/taxEntries", ElementKind::tax_entries},
});

}  // namespace

std::string_view name_of(GatewayFunction function) {
    switch (function) {
        case GatewayFunction::create_sotransaction:
            return "create_sotransaction";
        case GatewayFunction::update_sotransaction:
            return "update_sotransaction";
        case GatewayFunction::create_ictransaction:
            return "create_ictransaction";
        case GatewayFunction::create_aradjustment:
            return "create_aradjustment";
    }
    return "";
}

std::span<const GatewayElement> header_elements(GatewayFunction function) {
    switch (function) {
        case GatewayFunction::create_sotransaction:
            return sales_header;
        case GatewayFunction::update_sotransaction:
            return sales_change;
        case GatewayFunction::create_ictransaction:
            return stock_header;
        case GatewayFunction::create_aradjustment:
            return adjustment_header;
    }
    return {};
}

std::span<const GatewayElement> line_elements(GatewayFunction function) {
    switch (function) {
        case GatewayFunction::create_sotransaction:
            return sales_line;
        case GatewayFunction::create_ictransaction:
            return stock_line;
        case GatewayFunction::create_aradjustment:
            return adjustment_line;
        case GatewayFunction::update_sotransaction:
            break;
    }
    return {};
}

std::span<const GatewayElement> subtotal_elements(GatewayFunction function) {
    return function == GatewayFunction::create_sotransaction
               ? std::span<const GatewayElement>(sales_subtotal)
               : std::span<const GatewayElement>();
}

std::string_view lines_element(GatewayFunction function) {
    switch (function) {
        case GatewayFunction::create_sotransaction:
            return "sotransitems";
        case GatewayFunction::create_ictransaction:
            return "ictransitems";
        case GatewayFunction::create_aradjustment:
            return "aradjustmentitems";
        case GatewayFunction::update_sotransaction:
            break;
    }
    return "";
}

std::string_view line_element(GatewayFunction function) {
    if (function == GatewayFunction::create_aradjustment) {
        return "lineitem";
    }
    const std::string_view lines = lines_element(function);
    return lines.substr(0, lines.empty() ? 0 : lines.size() - 1);
}

}  // namespace sage::intacct
