// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage50/wire_errors.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "plugins/sage50/wire_values.h"

namespace sage::sage50 {
namespace {

constexpr std::uint32_t logon_retry_ms = 30'000;
constexpr std::uint32_t exclusive_retry_ms = 60'000;
constexpr std::string_view number_words = "sdo error ";

constexpr std::string_view of_customer =
    "Change that in the customer's record in Sage 50, or "
    "send the document for another customer.";

constexpr auto errors = std::to_array<SageError>({
    {21,
     "sdoLogonFail",
     {"the log-in failed", "logon failed"},
     Judgement::configuration,
     "sage50.logon_refused",
     "Sage 50 did not let HyperAccounts log in.",
     "Correct the user that HyperAccounts logs in to Sage 50 with.",
     Owner::it,
     Stage::logon},
    {22,
     "sdoLogonPassword",
     {"the password is wrong", "invalid password"},
     Judgement::configuration,
     "sage50.logon_refused",
     "Sage 50 did not take the password that HyperAccounts logs in with.",
     "Correct the password that HyperAccounts logs in to Sage 50 with.",
     Owner::it,
     Stage::logon},
    {23,
     "sdoLogonNameInUse",
     {"username is already in use", "the username is already in use"},
     Judgement::not_processed,
     "sage50.user_in_use",
     "Somebody else is logged in to Sage 50 with the user of HyperAccounts.",
     "Nothing to do at first: it is sent again. If it stays, give HyperAccounts a user of its own, "
     "or remove the session that a crash left in Sage 50's list of active sessions.",
     Owner::it,
     Stage::logon,
     About::nothing,
     logon_retry_ms},
    {24,
     "sdoLogonExclusive",
     {"another user has exclusive access", "exclusive access"},
     Judgement::not_processed,
     "sage50.exclusive_mode",
     "Somebody has Sage 50 for himself: a backup, an import or a check of the data.",
     "Nothing to do at first: it is sent again. If it stays, end what has Sage 50 for itself.",
     Owner::it,
     Stage::logon,
     About::nothing,
     exclusive_retry_ms},
    {25,
     "sdoBadDataPath",
     {"the data path is wrong", "bad data path"},
     Judgement::configuration,
     "sage50.data_path",
     "HyperAccounts does not find the data of Sage 50.",
     "Correct the data path in HyperAccounts.",
     Owner::it,
     Stage::logon},
    {26,
     "sdoWrongVersion",
     {"the data is of another version", "wrong version"},
     Judgement::configuration,
     "sage50.version_mismatch",
     "HyperAccounts is set up for another version of Sage 50 than the data is of.",
     "Update HyperAccounts to the version of Sage 50.",
     Owner::it,
     Stage::logon},
    {30,
     "sdoLogonUserCountExceeded",
     {"the number of users is exceeded", "user count exceeded"},
     Judgement::not_processed,
     "sage50.user_limit",
     "So many are logged in to Sage 50 as its licence allows.",
     "Nothing to do at first: it is sent again. If it stays, log somebody out or buy a licence for "
     "HyperAccounts.",
     Owner::it,
     Stage::logon,
     About::nothing,
     logon_retry_ms},
    {31,
     "sdoNotRegistered",
     {"the program is not registered", "not registered"},
     Judgement::configuration,
     "sage50.not_registered",
     "HyperAccounts is not registered with this Sage 50.",
     "Enable access of other programs in Sage 50 and register HyperAccounts.",
     Owner::it,
     Stage::logon},
    {34,
     "sdoCurrencyDoesNotMatch",
     {"the currency does not match the account", "currency does not match"},
     Judgement::refused_cause,
     "sage50.currency_mismatch",
     "The customer's account in Sage 50 is in another currency than the document.",
     "Send the document for an account in its currency.",
     Owner::finance,
     Stage::write,
     About::customer},
    {48,
     "sdoFileLockedAccountsBusy",
     {"the file is locked, accounts are busy", "file locked accounts busy"},
     Judgement::not_processed,
     "sage50.file_locked",
     "Something else has locked data of Sage 50.",
     "Nothing to do at first: it is sent again. If it stays, find out which program keeps the "
     "lock.",
     Owner::it,
     Stage::write,
     About::nothing,
     logon_retry_ms},
    {49,
     "sdoClosedLedgerDateControlError",
     {"the ledger is closed on this date", "closed ledger date"},
     Judgement::refused_cause,
     "sage50.ledger_closed",
     "The ledger of Sage 50 is closed on the document's date.",
     "Open the ledger for that date in Sage 50, or let the settings give such documents a later "
     "date.",
     Owner::finance,
     Stage::write,
     About::lock_date},
    {65,
     "sdoInvalidNominalCode",
     {"the nominal code is invalid", "invalid nominal code"},
     Judgement::refused_cause,
     "sage50.nominal_invalid",
     "Sage 50 does not take a nominal code of the document.",
     "Create or activate the nominal code in Sage 50, or choose another one in the settings.",
     Owner::finance,
     Stage::write,
     About::nominal},
    {70,
     "sdoSalPurAccountIsOnHold",
     {"the account is on hold", "account is on hold"},
     Judgement::refused_cause,
     "sage50.account_on_hold",
     "The customer's account in Sage 50 is on hold.",
     of_customer,
     Owner::finance,
     Stage::write,
     About::customer},
    {71,
     "sdoSalPurAccountIsInactive",
     {"the account is inactive", "account is inactive"},
     Judgement::refused_cause,
     "sage50.account_inactive",
     "The customer's account in Sage 50 is inactive.",
     of_customer,
     Owner::finance,
     Stage::write,
     About::customer},
    {72,
     "sdoSalPurAccountDeleted",
     {"the account is deleted", "account deleted"},
     Judgement::refused_cause,
     "sage50.account_deleted",
     "The customer's account in Sage 50 is deleted.",
     of_customer,
     Owner::finance,
     Stage::write,
     About::customer},
    {73,
     "sdoSalPurAccountTermsNotAgreed",
     {"terms are not agreed for the account", "terms not agreed"},
     Judgement::refused_cause,
     "sage50.terms_not_agreed",
     "Terms are not agreed in the customer's account in Sage 50.",
     of_customer,
     Owner::finance,
     Stage::write,
     About::customer},
    {78,
     "sdoZeroValueNet",
     {"the net value is zero", "zero value"},
     Judgement::refused,
     "sage50.zero_value",
     "Sage 50 does not take a document of nothing.",
     "Send a new version with prices, or withdraw this one.",
     Owner::warehouse},
    {89,
     "sdoInvoiceTotalNegative",
     {"the total of the invoice is negative", "invoice total negative"},
     Judgement::refused,
     "sage50.total_negative",
     "Sage 50 does not take a document of less than nothing.",
     "Send what is owed the other way as a return or a despatch, and withdraw this one.",
     Owner::warehouse},
    {90,
     "sdoIncorrectStockCodeType",
     {"the stock code is of the wrong type", "incorrect stock code type"},
     Judgement::refused,
     "sage50.stock_code_type",
     "A product of the document is of a type that this kind of document does not take.",
     "Send a new version with another product, or withdraw this one.",
     Owner::warehouse},
    {91,
     "sdoConnectionKickedOut",
     {"the connection was ended by an administrator", "connection kicked out"},
     Judgement::not_processed,
     "sage50.session_ended",
     "An administrator of Sage 50 ended the session of HyperAccounts.",
     "Nothing to do at first: it is sent again. If it stays, ask who ends the sessions.",
     Owner::it,
     Stage::write,
     About::nothing,
     logon_retry_ms},
    {94,
     "sdoUnableConnectToDataService",
     {"the data service cannot be reached", "unable to connect to data service"},
     Judgement::not_processed,
     "sage50.data_service",
     "HyperAccounts does not reach the Sage Data Service.",
     "Nothing to do at first: it is sent again. If it stays, start the Sage Data Service.",
     Owner::it,
     Stage::write,
     About::nothing,
     logon_retry_ms},
});

std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return lower;
}

/// The number behind "SDO error"; 0: there is none.
int number_in(std::string_view lower) {
    const std::size_t at = lower.find(number_words);
    if (at == std::string_view::npos) {
        return 0;
    }
    const char* const begin = lower.data() + at + number_words.size();
    int number = 0;
    std::from_chars(begin, lower.data() + lower.size(), number);
    return number;
}

/// Whether the word stands there alone; both in small letters.
bool has_word(std::string_view text, std::string_view word) {
    const auto part_of_word = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
    };
    for (std::size_t at = text.find(word); at != std::string_view::npos;
         at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        if ((at == 0 || !part_of_word(text[at - 1])) &&
            (end == text.size() || !part_of_word(text[end]))) {
            return true;
        }
    }
    return false;
}

/// Without what stands behind a colon, and without a full stop.
std::string_view phrase_of(std::string_view message) {
    message = trimmed(message.substr(0, message.find(':')));
    while (message.ends_with('.')) {
        message.remove_suffix(1);
    }
    return message;
}

}  // namespace

const SageError* error_in(std::string_view message) {
    const std::string lower = lower_case(message);
    const int number = number_in(lower);
    const std::string_view phrase = phrase_of(lower);
    const SageError* told = nullptr;
    for (const SageError& one : errors) {
        const bool is_told = number == one.number || has_word(lower, lower_case(one.name)) ||
                             (number == 0 && std::find(one.phrases.begin(), one.phrases.end(),
                                                       phrase) != one.phrases.end());
        if (is_told && told != nullptr) {
            return nullptr;
        }
        told = is_told ? &one : told;
    }
    return told;
}

std::string_view subject_in(std::string_view message) {
    const std::size_t colon = message.find(": ");
    return colon == std::string_view::npos ? std::string_view()
                                           : trimmed(message.substr(colon + 2));
}

}  // namespace sage::sage50
