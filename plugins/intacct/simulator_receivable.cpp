// SPDX-License-Identifier: Apache-2.0
// Invoices and adjustments of accounts receivable: amounts, accounts and taxes; no stock. Nothing
// but their creation is simulated.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "plugins/intacct/simulator_documents.h"
#include "plugins/intacct/simulator_line.h"
#include "plugins/intacct/simulator_posting.h"
#include "plugins/sage_simulator/wire.h"
#include "sage-adapter/base/json.h"

namespace sage::simulated_intacct {
namespace {

namespace json = boost::json;

constexpr std::string_view business_code = "BL01001973";
constexpr std::string_view request_code = "REST-1028";
constexpr auto required_dimensions = std::to_array<std::string_view>(
    {"department", "class", "project", "employee", "customer", "vendor", "task", "contract"});

Decimal decimal_of(std::string_view text) {
    return Decimal::parse(text).value_or(Decimal());
}

/// One document on its way into the books.
class Entry {
  public:
    Entry(Company& company, Definition& definition, const Caller& caller)
        : company_(company),
          definition_(definition),
          caller_(caller),
          invoice_(definition.receivable == Receivable::invoice),
          amount_(company.names.id(invoice_ ? "txnAmount" : "txnCurrency.amount")),
          date_(company.names.id(invoice_ ? "invoiceDate" : "createdDate")),
          posting_date_(
              company.names.id(invoice_ ? "invoiceSummary.glPostingDate" : "glPostingDate")) {}

    Written create(const json::object& body, std::string_view rate);

  private:
    void fault(std::string message) {
        read_.faults.push_back({std::string(request_code), std::move(message)});
    }
    void refuse(std::string message, std::string_view code = business_code) {
        read_.business.push_back({std::string(code), std::move(message)});
    }
    std::string text(const Record& record, std::string_view field) const {
        return std::string(company_.text(record, field));
    }

    void check_header();
    void check_currency(std::string_view digits);
    void check_line(const Record& line, std::size_t number);
    std::string account_of(const Record& line);
    void check_account(const std::string& account, const Record& line);
    Decimal tax_of(const Record& line);
    std::optional<Decimal> tax_of(const json::value& entry, const Decimal& amount);
    std::optional<Refusal> check_number();
    void compute();
    void add_tax_row(const Decimal& tax, const Record& of_line);
    void identify();

    Company& company_;
    Definition& definition_;
    const Caller& caller_;
    bool invoice_;
    FieldId amount_;
    FieldId date_;
    FieldId posting_date_;
    Body read_;
    StoredDocument document_;
    std::vector<Decimal> taxes_;
};

void Entry::check_header() {
    Record& header = document_.header;
    const std::string state(header.text(company_.known.state));
    if (!state.empty() && state != "draft") {
        fault("State must be draft or not included in the request.");
    }
    document_.posted = state.empty();
    header.set(company_.known.state, state.empty() ? "posted" : "draft");
    if (!invoice_ && company_.behaviours.require_adjustment_summary &&
        text(header, "adjustmentSummary.id").empty()) {
        fault("Field 'adjustmentSummary' is required");
    }
    const std::string_view posting = header.text(posting_date_);
    const std::string_view date = posting.empty() ? header.text(date_) : posting;
    if (document_.posted && !company_.closed_until.empty() && date <= company_.closed_until) {
        refuse(fmt::format("Periods are closed. Your transaction date {} must be after {}.", date,
                           company_.closed_until));
    }
    const Record* const customer =
        company_.find("accounts-receivable/customer", header.text(company_.known.customer_id));
    if (invoice_ && customer != nullptr && text(*customer, "isOnHold") == "true") {
        refuse(fmt::format("Customer '{}' is on hold.", customer->text(company_.known.id)));
    }
    for (const SmartRule& rule : company_.smart_rules) {
        if (rule.definition == definition_.id && text(header, rule.field).empty()) {
            refuse(rule.message, "BL04002055");
        }
    }
}

/// By the rules that order entry has, whatever the fields are called.
void Entry::check_currency(std::string_view digits) {
    const KnownFields& known = company_.known;
    Record& header = document_.header;
    Record plain;
    const auto copy = [&](std::string_view of_invoice, std::string_view of_adjustment, FieldId to) {
        const std::string value = text(header, invoice_ ? of_invoice : of_adjustment);
        if (!value.empty()) {
            plain.set(to, value);
        }
    };
    copy("currency.baseCurrency", "baseCurrency.currency", known.base_currency);
    copy("currency.txnCurrency", "txnCurrency.currency", known.txn_currency);
    copy("currency.exchangeRate.rate", "exchangeRate.rate", known.rate);
    copy("currency.exchangeRate.typeId", "exchangeRate.typeId", known.rate_type);
    if (!plain.text(known.rate).empty() && !digits.empty()) {
        plain.set(known.rate, digits);
    }
    // An adjustment always names its currency, and the books' only with another one.
    if (!invoice_ && plain.text(known.base_currency).empty() &&
        plain.text(known.txn_currency) == company_.currency) {
        plain.set(known.base_currency, company_.currency);
    }
    const Record received = plain;
    take_exchange_rate(company_, received, plain, read_.business);
    check_currencies(company_, plain, read_.business);
    const std::string rate(plain.text(known.rate));
    if (!rate.empty()) {
        header.set(company_.names.id(invoice_ ? "currency.exchangeRate.rate" : "exchangeRate.rate"),
                   rate, invoice_ ? ValueKind::number : ValueKind::text);
    }
    header.set(known.rate, rate);
}

std::string Entry::account_of(const Record& line) {
    std::string account = text(line, "glAccount.id");
    const std::string label_id = text(line, "accountLabel.id");
    if (label_id.empty()) {
        if (!account.empty() && company_.behaviours.receivable_needs_label) {
            refuse("You are not allowed to override the GL account. Use an account label.",
                   "AR-0279");
        }
        return account;
    }
    const Record* const label = company_.find("accounts-receivable/account-label", label_id);
    if (label == nullptr) {
        return "";
    }
    if (text(*label, "isSubtotal") == "true") {
        refuse("Choose or enter another account label. Subtotal account labels are not for lines.",
               "AR-0148");
    }
    return text(*label, "glAccount.id");
}

void Entry::check_account(const std::string& account, const Record& line) {
    const Record* const record = company_.find("general-ledger/account", account);
    if (record == nullptr) {
        return;
    }
    if (text(*record, "disallowDirectPosting") == "true") {
        refuse(fmt::format("Account '{}' does not allow direct posting.", account));
    }
    for (const std::string_view dimension : required_dimensions) {
        const bool given =
            !text(line, fmt::format("dimensions.{}.id", dimension)).empty() ||
            (dimension == "customer" && !document_.header.text(company_.known.customer_id).empty());
        if (!given && text(*record, fmt::format("requireDimensions.{}", dimension)) == "true") {
            refuse(fmt::format("Dimension '{}' is required for account '{}'.", dimension, account));
        }
    }
}

/// What is sent, or what the rate of the detail makes of the line.
std::optional<Decimal> Entry::tax_of(const json::value& entry, const Decimal& amount) {
    const std::string id(text_at(entry, "/orderEntryTaxDetail/id"));
    const Record* const detail = company_.find("tax/order-entry-tax-detail", id);
    if (detail == nullptr || text(*detail, "status") == "inactive") {
        refuse(fmt::format("Invalid Tax detail '{}' specified.", id));
        return std::nullopt;
    }
    for (const auto& [name, value] : entry.as_object()) {
        if (name != "orderEntryTaxDetail" && name != "txnTaxAmount") {
            fault(fmt::format("Field 'taxEntries.{}' is not simulated", std::string(name)));
        }
    }
    const std::string_view sent = text_at(entry, "/txnTaxAmount");
    if (!sent.empty() && !is_decimal(sent, 2)) {
        fault("Value of field 'taxEntries.txnTaxAmount' has the wrong type or format");
        return std::nullopt;
    }
    if (!sent.empty() && !company_.behaviours.recompute_receivable_tax) {
        return decimal_of(sent);
    }
    const std::optional<Decimal> hundredfold = Decimal::multiply(
        amount, decimal_of(text(*detail, "taxPercent")), 6, Rounding::half_away_from_zero);
    return hundredfold ? Decimal::multiply(*hundredfold, Decimal::of(1, 2), 2,
                                           Rounding::half_away_from_zero)
                       : std::nullopt;
}

Decimal Entry::tax_of(const Record& line) {
    Decimal sum = Decimal::of(0, 2);
    const auto entries = line.find(company_.names.id("taxEntries"));
    const auto parsed =
        entries ? parse_json(entries->text, entries->text.size(), JsonNumbers::integers_marked)
                : Result<json::value>(json::value(json::array()));
    for (const json::value& entry : parsed.value().as_array()) {
        if (!entry.is_object()) {
            fault("Field 'taxEntries' must hold objects");
            continue;
        }
        sum = sum + tax_of(entry, decimal_of(line.text(amount_))).value_or(Decimal());
    }
    return sum;
}

void Entry::check_line(const Record& line, std::size_t number) {
    const bool named =
        !text(line, "glAccount.id").empty() || !text(line, "accountLabel.id").empty();
    if (!named && read_.business.empty()) {
        fault(fmt::format("Field 'lines[{}].glAccount' is required", number));
    }
    check_account(account_of(line), line);
    const Record* const location =
        company_.find("company-config/location", text(line, "dimensions.location.id"));
    const std::string_view owner =
        location == nullptr ? std::string_view() : location->text(company_.known.entity_id);
    if (!caller_.entity.empty() && !owner.empty() && owner != caller_.entity) {
        refuse(fmt::format("Location '{}' does not belong to entity '{}'.",
                           location->text(company_.known.id), caller_.entity));
    }
    taxes_.push_back(tax_of(line));
}

/// A number may be given; two documents never have the same.
std::optional<Refusal> Entry::check_number() {
    const FieldId field = receivable_number(company_, definition_);
    const std::string number(document_.header.text(field));
    for (const StoredDocument& other : company_.documents.all()) {
        if (number.empty() || other.removed || other.definition != document_.definition ||
            other.header.text(field) != number) {
            continue;
        }
        Refusal refusal;
        refusal.status = 409;
        refusal.code = "operationFailed";
        refusal.message = fmt::format("A transaction with the number '{}' already exists.", number);
        refusal.details = {{std::string(business_code), refusal.message}};
        return refusal;
    }
    return std::nullopt;
}

void Entry::add_tax_row(const Decimal& tax, const Record& of_line) {
    Line row;
    row.record.add(amount_, tax.text());
    row.record.add(company_.names.id(invoice_ ? "isSubtotal" : "isTax"), invoice_ ? "tax" : "true",
                   invoice_ ? ValueKind::text : ValueKind::boolean);
    row.record.add(company_.names.id("glAccount.id"), "2200");
    const FieldId location = company_.names.id("dimensions.location.id");
    row.record.add(location, of_line.text(location));
    document_.lines.push_back(std::move(row));
}

void Entry::compute() {
    Decimal total = Decimal::of(0, 2);
    const std::size_t lines = document_.lines.size();
    for (std::size_t at = 0; at < lines; ++at) {
        const Record of_line = document_.lines[at].record;
        total = total + decimal_of(of_line.text(amount_)) + taxes_[at];
        if (taxes_[at].sign() != 0 && !company_.behaviours.hide_receivable_tax_rows) {
            add_tax_row(taxes_[at], of_line);
        }
    }
    Record& header = document_.header;
    const std::string rate(header.text(company_.known.rate));
    const auto base = Decimal::multiply(total, rate.empty() ? Decimal::of(1) : decimal_of(rate), 2,
                                        Rounding::half_away_from_zero);
    const std::string in_books = base ? base->text() : total.text();
    if (invoice_) {
        header.set(company_.names.id("totalTxnAmount"), total.text());
        header.set(company_.names.id("totalTxnAmountDue"), total.text());
        header.set(company_.names.id("totalBaseAmount"), in_books);
        header.erase(company_.known.rate);
    } else {
        header.set(company_.names.id("txnCurrency.totalEntered"), total.text());
        header.set(company_.names.id("baseCurrency.totalAmountEntered"), in_books);
        if (rate.empty()) {
            header.erase(company_.known.rate);
        }
    }
}

void Entry::identify() {
    const KnownFields& known = company_.known;
    Record& header = document_.header;
    document_.key = company_.documents.next_key();
    const std::string key = std::to_string(document_.key);
    const FieldId number = receivable_number(company_, definition_);
    if (header.text(number).empty()) {
        header.set(number,
                   fmt::format("{}{:06}", definition_.number_prefix, definition_.next_number++));
    }
    header.add(known.key, key);
    header.add(known.id, key);
    const std::string now = date_time_of(caller_.now_ms);
    header.add(known.created, now);
    header.add(known.modified, now);
    if (!caller_.entity.empty()) {
        header.add(known.entity_id, caller_.entity);
        header.add(known.entity_key,
                   company_.table("company-config/entity").key_of(caller_.entity));
    }
    document_.visible_ms =
        caller_.now_ms + company_.behaviours.running_ms + company_.behaviours.query_lag_ms;
    for (Line& line : document_.lines) {
        line.ordinal = ++document_.last_ordinal;
        line.record.shrink();
    }
    header.shrink();
}

Written Entry::create(const json::object& body, std::string_view rate) {
    read_ = read_body(company_, definition_, Purpose::create, body);
    while (&company_.definitions[document_.definition] != &definition_) {
        ++document_.definition;
    }
    document_.header = std::move(read_.header);
    for (BodyLine& line : read_.lines) {
        document_.lines.push_back({0, std::move(line.fields)});
    }
    check_header();
    if (read_.faults.empty()) {
        check_currency(rate);
        for (std::size_t at = 0; at < document_.lines.size(); ++at) {
            check_line(document_.lines[at].record, at);
        }
    }
    if (const auto refusal = refusal_of(company_, definition_, "create", std::move(read_.faults),
                                        std::move(read_.business))) {
        return {reply_to(*refusal)};
    }
    if (const auto taken = check_number()) {
        return {reply_to(*taken)};
    }
    compute();
    identify();
    index_document(company_, definition_, document_);
    const StoredDocument& kept = company_.documents.add(std::move(document_));
    return {written_reply(201, definition_, kept.key), true, true};
}

}  // namespace

FieldId receivable_number(Company& company, const Definition& definition) {
    return company.names.id(definition.receivable == Receivable::invoice ? "invoiceNumber"
                                                                         : "adjustmentNumber");
}

bool is_tax_row(const Company& company, const Line& line) {
    return !company.text(line.record, "isSubtotal").empty() ||
           company.text(line.record, "isTax") == "true";
}

Written create_receivable(Company& company, Definition& definition, const json::object& body,
                          std::string_view rate, const Caller& caller) {
    return Entry(company, definition, caller).create(body, rate);
}

}  // namespace sage::simulated_intacct
