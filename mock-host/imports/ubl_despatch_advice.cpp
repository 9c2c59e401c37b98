// SPDX-License-Identifier: Apache-2.0
#include "mock-host/imports/ubl_despatch_advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "mock-host/imports/imported_document.h"
#include "mock-host/imports/x12_units.h"
#include "mock-host/imports/xml_tree.h"

namespace wms {

namespace {

constexpr std::string_view kSpace = "urn:oasis:names:specification:ubl:schema:xsd:DespatchAdvice-2";

std::string where_of(const XmlNode& node) {
    return fmt::format("line {}", node.line);
}

template <class Text>
void add_once(std::vector<std::string>& list, const Text& text) {
    if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end()) {
        list.emplace_back(text);
    }
}

/// The first of these paths that says something.
std::string first_text(const XmlNode& node, std::initializer_list<std::string_view> paths) {
    for (const std::string_view path : paths) {
        if (std::string text = node.text_at(path); !text.empty()) {
            return text;
        }
    }
    return {};
}

/// "08:30:00", a zone behind it is not taken: the day is that of the site.
std::int64_t minutes_of(std::string_view time) {
    const auto digit = [&](std::size_t at) {
        return at < time.size() && time[at] >= '0' && time[at] <= '9' ? time[at] - '0' : -1;
    };
    const bool clock = time.size() >= 5 && time[2] == ':' && digit(0) >= 0 && digit(1) >= 0 &&
                       digit(3) >= 0 && digit(4) >= 0;
    const int minutes = clock ? (digit(0) * 10 + digit(1)) * 60 + digit(3) * 10 + digit(4) : 0;
    return minutes < 24 * 60 ? minutes : 0;
}

class Advice {
  public:
    explicit Advice(const XmlNode& root) : root_(root) {}

    Result<Despatch> read() {
        despatch_.id = root_.text_at("ID");
        take_status();
        take_order();
        take_delivery();
        take_shipments();
        for (const XmlNode* line : root_.all("DespatchLine")) {
            take_line(*line);
        }
        take_day();
        despatch_.last =
            std::all_of(despatch_.lines.begin(), despatch_.lines.end(),
                        [](const DespatchLine& line) { return line.outstanding.is_zero(); });
        if (despatch_.id.empty()) {
            refuse(root_, "it has no ID.");
        }
        if (despatch_.lines.empty()) {
            refuse(root_, "it has no DespatchLine.");
        }
        return problem_.has_value() ? Result<Despatch>(*problem_) : std::move(despatch_);
    }

  private:
    void refuse(const XmlNode& node, std::string_view cause) {
        if (!problem_.has_value()) {
            problem_ = {"import.ubl_despatch", where_of(node),
                        fmt::format("The advice{}{} is left out: {}",
                                    despatch_.id.empty() ? "" : " ", despatch_.id, cause),
                        "Ask the sender to correct it and to send it again.", "warehouse"};
        }
    }

    /// What this import has no word for: it would be posted as if it had just left.
    void take_status() {
        const std::string status = root_.text_at("DocumentStatusCode");
        if (status == "Cancelled" || status == "Revised") {
            refuse(root_, fmt::format("its status is {}.", status));
        }
        if (root_.text_at("CopyIndicator") == "true") {
            refuse(root_, "it is a copy.");
        }
    }

    void take_order() {
        const std::vector<const XmlNode*> references = root_.all("OrderReference");
        if (!references.empty()) {
            despatch_.order_id = references.front()->text_at("SalesOrderID");
            despatch_.buyer_order_id = references.front()->text_at("ID");
        }
        if (references.size() > 1) {
            refuse(*references[1], "it is of several orders, and a despatch is of one.");
        }
        // An order that only the lines name.
        for (const XmlNode* reference : root_.all("DespatchLine/OrderLineReference")) {
            const std::string sales = reference->text_at("OrderReference/SalesOrderID");
            const std::string buyers = reference->text_at("OrderReference/ID");
            if (despatch_.order_id.empty()) {
                despatch_.order_id = sales;
            }
            if (despatch_.buyer_order_id.empty()) {
                despatch_.buyer_order_id = buyers;
            }
            if ((!sales.empty() && sales != despatch_.order_id) ||
                (!buyers.empty() && buyers != despatch_.buyer_order_id)) {
                refuse(*reference, "it is of several orders, and a despatch is of one.");
            }
        }
        if (despatch_.order_id.empty() && despatch_.buyer_order_id.empty()) {
            refuse(root_, "it names no order.");
        }
    }

    static void take_address(const XmlNode& address, Customer& delivery) {
        for (const std::string_view part : {"StreetName", "AdditionalStreetName", "BuildingNumber",
                                            "CityName", "PostalZone", "CountrySubentity"}) {
            add_once(delivery.address_lines, address.text_at(part));
        }
        for (const XmlNode* line : address.all("AddressLine/Line")) {
            add_once(delivery.address_lines, line->text);
        }
        delivery.country_code = address.text_at("Country/IdentificationCode");
    }

    void take_delivery() {
        const XmlNode* party = root_.at("DeliveryCustomerParty/Party");
        const XmlNode* address = root_.at("Shipment/Delivery/DeliveryAddress");
        if (party != nullptr) {
            despatch_.delivery.name = party->text_at("PartyName/Name");
            address = address == nullptr ? party->child("PostalAddress") : address;
        }
        if (address != nullptr) {
            take_address(*address, despatch_.delivery);
        }
    }

    void take_shipments() {
        for (const XmlNode* shipment : root_.all("Shipment")) {
            for (const XmlNode* parcel : shipment->all("Consignment")) {
                add_once(despatch_.tracking_numbers, parcel->text_at("ID"));
            }
            for (const XmlNode* number : shipment->all("Delivery/TrackingID")) {
                add_once(despatch_.tracking_numbers, number->text);
            }
            for (const XmlNode* unit : shipment->all("TransportHandlingUnit/ID")) {
                add_once(despatch_.ssccs, unit->text);
            }
        }
        for (const std::string_view place :
             {"Shipment/Consignment/CarrierParty", "Shipment/ShipmentStage/CarrierParty",
              "Shipment/Delivery/CarrierParty"}) {
            const XmlNode* carrier = root_.at(place);
            if (carrier != nullptr && despatch_.carrier.empty()) {
                despatch_.carrier =
                    first_text(*carrier, {"PartyIdentification/ID", "PartyName/Name"});
            }
        }
        despatch_.site = first_text(
            root_, {"Shipment/Delivery/Despatch/DespatchAddress/ID",
                    "DespatchSupplierParty/DespatchContact/ID", "Shipment/OriginAddress/ID"});
    }

    void take_day() {
        const std::string left = root_.text_at("Shipment/Delivery/Despatch/ActualDespatchDate");
        despatch_.date = left.empty() ? root_.text_at("IssueDate") : left;
        // A zone may stand behind the day, which is the site's.
        constexpr std::size_t kDayBytes = 10;
        const std::size_t zone = despatch_.date.find_first_of("Z+-", kDayBytes);
        if (zone == kDayBytes) {
            despatch_.date.resize(kDayBytes);
        }
        const auto day = day_of(despatch_.date);
        if (!day.has_value()) {
            refuse(root_, fmt::format("\"{}\" is no day like 2026-11-27.", despatch_.date));
        }
        constexpr std::int64_t kMinuteMs = 60'000;
        despatch_.left_ms =
            day.value_or(0) +
            minutes_of(root_.text_at("Shipment/Delivery/Despatch/ActualDespatchTime")) * kMinuteMs;
    }

    /// Zero where there is none; the unit of all of them has to be that of the line.
    Decimal quantity(const XmlNode& line_node, std::string_view name, DespatchLine& line) {
        const XmlNode* node = line_node.child(name);
        if (node == nullptr) {
            return {};
        }
        const auto value = lexical_decimal(node->text);
        const std::string unit = node->attribute("unitCode");
        if (!value.has_value() || value->is_negative()) {
            refuse(*node, fmt::format("{} \"{}\" is no quantity.", name, node->text));
        } else if (unit.empty()) {
            refuse(*node, fmt::format("{} has no unitCode.", name));
        } else if (name != "DeliveredQuantity" && unit != line.unit_code) {
            refuse(*node, fmt::format("{} is in another unit than DeliveredQuantity.", name));
        } else {
            line.unit_code = unit;
        }
        return value.value_or(Decimal{});
    }

    void take_line(const XmlNode& node) {
        DespatchLine line;
        line.id = node.text_at("ID");
        line.delivered = quantity(node, "DeliveredQuantity", line);
        if (node.child("DeliveredQuantity") == nullptr) {
            refuse(node, "a line has no DeliveredQuantity.");
        }
        if (node.text_at("LineStatusCode") == "Cancelled" && !line.delivered.is_zero()) {
            refuse(node, "a cancelled line has a DeliveredQuantity.");
        }
        // A back order is a part of what is outstanding.
        const Decimal back_order = quantity(node, "BackorderQuantity", line);
        line.outstanding = std::max(quantity(node, "OutstandingQuantity", line), back_order);
        line.oversupply = quantity(node, "OversupplyQuantity", line);
        line.note = node.text_at("Note");
        line.order_line_id = node.text_at("OrderLineReference/LineID");
        line.item = node.text_at("Item/SellersItemIdentification/ID");
        line.item_name = node.text_at("Item/Name");
        line.gtin = node.text_at("Item/StandardItemIdentification/ID");
        for (const XmlNode* unit : node.all("Shipment/TransportHandlingUnit/ID")) {
            add_once(line.ssccs, unit->text);
            add_once(despatch_.ssccs, unit->text);
        }
        for (const XmlNode* instance : node.all("Item/ItemInstance")) {
            add_once(line.serials, instance->text_at("SerialID"));
            take_lot(*instance, line);
        }
        despatch_.lines.push_back(std::move(line));
    }

    void take_lot(const XmlNode& instance, DespatchLine& line) {
        const std::string number = instance.text_at("LotIdentification/LotNumberID");
        if (number.empty() || (!line.lots.empty() && line.lots.front().number == number)) {
            return;
        }
        if (!line.lots.empty()) {
            refuse(instance, "a line has two lots, and does not say how many are of each.");
            return;
        }
        line.lots.push_back(
            {number, instance.text_at("LotIdentification/ExpiryDate"), line.delivered});
    }

    const XmlNode& root_;
    Despatch despatch_;
    std::optional<Problem> problem_;
};

}  // namespace

Done read_ubl_despatch(std::istream& stream, const ImportSink& sink) {
    const Result<XmlNode> root = read_xml(stream);
    if (!root.ok()) {
        return root.problem();
    }
    if (root.value().space != kSpace || root.value().name != "DespatchAdvice") {
        return Problem{"import.ubl_despatch", where_of(root.value()),
                       fmt::format("It is a {} of \"{}\" and no UBL DespatchAdvice.",
                                   root.value().name, root.value().space),
                       "Name a file with a UBL 2.1 to 2.4 DespatchAdvice.", "warehouse"};
    }
    Result<Despatch> despatch = Advice(root.value()).read();
    if (despatch.ok()) {
        sink.despatch(std::move(despatch).value(), where_of(root.value()));
    } else {
        sink.problem(despatch.problem());
    }
    return Nothing{};
}

}  // namespace wms
