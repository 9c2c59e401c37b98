// SPDX-License-Identifier: Apache-2.0
// One document of the contract while it is put together: an arena of its own, because it is
// hundreds of small values and one release. Ends with finish().
#pragma once

#include <Poco/UUID.h>
#include <Poco/UUIDGenerator.h>

#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mock-host/instant.h"
#include "mock-host/wms/documents.h"

namespace wms {

inline constexpr std::string_view kPiece = "C62";

inline std::string message_id_of(const Envelope& envelope, std::string_view type,
                                 std::string_view id, std::int64_t version) {
    std::string name = envelope.tenant_id;
    name.append("\n").append(type).append("\n").append(id);
    if (version != 1) {
        name.append("\n").append(std::to_string(version));
    }
    Poco::UUIDGenerator generator;
    return generator.createFromName(Poco::UUID::uri(), name).toString();
}

/// Builds one document in an arena of its own: hundreds of small values, one release.
class DocumentBuilder {
  public:
    DocumentBuilder(std::string_view type, const std::string& id, const Envelope& envelope,
                    std::int64_t version = 1)
        : envelope_(envelope),
          storage_(boost::json::make_shared_resource<boost::json::monotonic_resource>(16 * 1024)),
          root_(storage_),
          body_(storage_) {
        message_.type = type;
        message_.id = message_id_of(envelope, type, id, version);
        message_.document_id = id;
        message_.version = version;
        body_["id"] = id;
    }

    boost::json::object& body() { return body_; }
    boost::json::object object() const { return boost::json::object(storage_); }
    boost::json::array array() const { return boost::json::array(storage_); }

    boost::json::object quantity(Decimal value, std::string_view unit_code = kPiece) const {
        boost::json::object result(storage_);
        result["value"] = value.text();
        result["unitCode"] = unit_code;
        return result;
    }
    boost::json::object money(Decimal amount, std::string_view currency) const {
        boost::json::object result(storage_);
        result["amount"] = amount.money();
        result["currencyId"] = currency;
        return result;
    }
    boost::json::object price(Decimal unit_amount, std::string_view currency) const {
        boost::json::object result(storage_);
        result["unitAmount"] = money(unit_amount, currency);
        return result;
    }
    boost::json::object tax() const {
        boost::json::object result(storage_);
        result["taxCode"] = envelope_.tax_code;
        return result;
    }
    boost::json::object item(std::string_view id, std::string_view name,
                             std::string_view gtin = {}) const {
        boost::json::object result(storage_);
        result["sellersItemId"] = id;
        if (!gtin.empty()) {
            result["gtin"] = gtin;
        }
        if (!name.empty()) {
            result["name"] = name;
        }
        return result;
    }
    boost::json::object reference(std::string_view name, std::string_view id) const {
        boost::json::object result(storage_);
        result[name] = id;
        return result;
    }
    boost::json::array texts(const std::vector<std::string>& values) const {
        boost::json::array result(storage_);
        for (const std::string& value : values) {
            result.emplace_back(std::string_view(value));
        }
        return result;
    }
    /// A guest is a buyer without an account: no buyer at all.
    void buyer(const Customer& customer) {
        if (customer.id.empty()) {
            return;
        }
        boost::json::object party(storage_);
        party["id"] = customer.id;
        if (!customer.name.empty()) {
            party["name"] = customer.name;
        }
        body_["buyerCustomerParty"] = std::move(party);
    }
    void delivery(const Customer& customer) {
        boost::json::object address(storage_);
        if (!customer.address_lines.empty()) {
            address["addressLines"] = texts(customer.address_lines);
        }
        if (!customer.country_code.empty()) {
            address["countryCode"] = customer.country_code;
        }
        boost::json::object party(storage_);
        if (!customer.name.empty()) {
            party["name"] = customer.name;
        }
        if (!address.empty()) {
            party["postalAddress"] = std::move(address);
        }
        if (!party.empty()) {
            body_["deliveryCustomerParty"] = std::move(party);
        }
    }
    void charges(const std::vector<Charge>& charges, std::string_view currency) {
        boost::json::array list(storage_);
        for (const Charge& charge : charges) {
            boost::json::object entry(storage_);
            entry["chargeIndicator"] = !charge.amount.is_negative();
            entry["reasonCode"] = charge.code;
            if (!charge.reason.empty()) {
                entry["reason"] = charge.reason;
            }
            entry["amount"] = money(charge.amount.magnitude(), currency);
            entry["tax"] = tax();
            list.push_back(std::move(entry));
        }
        body_["allowanceCharges"] = std::move(list);
    }

    void lots(boost::json::object& line, const std::vector<Lot>& lots,
              std::string_view unit_code = kPiece) const {
        boost::json::array list(storage_);
        for (const Lot& lot : lots) {
            boost::json::object entry(storage_);
            entry["lotNumber"] = lot.number;
            if (!lot.expiry_date.empty()) {
                entry["expiryDate"] = lot.expiry_date;
            }
            entry["quantity"] = quantity(lot.quantity, unit_code);
            list.push_back(std::move(entry));
        }
        if (!list.empty()) {
            line["lots"] = std::move(list);
        }
    }

    Message finish(std::string_view ordering_key, std::int64_t occurred_ms) {
        root_["schemaVersion"] = "1.0.0";
        root_["messageType"] = message_.type;
        root_["messageId"] = message_.id;
        if (!ordering_key.empty()) {
            root_["orderingKey"] = ordering_key;
        }
        root_["occurredAt"] = instant_text(occurred_ms);
        root_["recordedAt"] = instant_text(envelope_.recorded_ms);
        root_["environment"] = envelope_.environment;
        root_["tenantId"] = envelope_.tenant_id;
        root_["sourceSystem"] = "mock-host";
        root_["documentVersion"] = std::to_string(message_.version);
        root_["body"] = std::move(body_);
        message_.json = boost::json::serialize(root_);
        return std::move(message_);
    }

  private:
    const Envelope& envelope_;
    boost::json::storage_ptr storage_;
    boost::json::object root_;
    boost::json::object body_;
    Message message_;
};

}  // namespace wms
