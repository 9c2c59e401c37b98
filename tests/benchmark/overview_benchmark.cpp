// SPDX-License-Identifier: Apache-2.0
// What people and other systems ask of a large outbox, through the C interface: the answer to the
// query `dashboard` with ten thousand and with a million documents that have ended, and with a
// million that are open; the first page of `notYetPosted`; all rows of the query `export`, with how
// much memory that takes beyond the first pages.
//   benchmark_overview [documents]
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "plugins/intacct/intacct.h"
#include "sage-adapter/bridge/bridge.h"
#include "sage-adapter/bridge/values.h"
#include "sage-adapter/outbox/sqlite_connection.h"
#include "tests/benchmark/outbox_documents.h"

namespace sage {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::int64_t few = 10'000;
constexpr std::int64_t waiting = 1'000;  ///< open ones beside those that have ended
constexpr std::int64_t days = 100;       ///< over which they ended
constexpr int times = 21;
constexpr double dashboard_ms_max = 200;
constexpr std::int64_t growth_kilobytes_max = 32 * 1024;
constexpr const char* settings = R"({"companyId":"northwind","userId":"connector"})";

wms_host make_host() {
    wms_host host{};
    host.struct_size = sizeof host;
    host.abi_minor = WMS_ABI_MINOR;
    host.log = [](const wms_host*, std::int32_t, wms_str, wms_str, wms_str) {};
    host.now_ms = [](const wms_host*) { return now_ms; };
    host.wake = [](const wms_host*) {};
    host.secret_get = [](const wms_host*, wms_str, wms_doc*, wms_error*) -> wms_status {
        return WMS_E_AUTH;
    };
    host.secret_put = [](const wms_host*, wms_str, wms_str, wms_str, wms_error*) -> wms_status {
        return WMS_E_UNSUPPORTED;
    };
    host.audit = [](const wms_host*, wms_str, wms_error*) -> wms_status { return WMS_OK; };
    host.get_extension = [](const wms_host*, wms_str) -> const void* { return nullptr; };
    return host;
}

class Plugin {
  public:
    explicit Plugin(const std::string& folder) {
        wms_create_args arguments{};
        arguments.struct_size = sizeof arguments;
        arguments.instance_id = text_of("benchmark");
        arguments.config = text_of(settings);
        arguments.data_dir = text_of(folder);
        arguments.host = &host_;
        wms_error error{};
        error.struct_size = sizeof error;
        if (create_instance(intacct_edition, &arguments, &instance_, &error) != WMS_OK) {
            give_up(take_message(error));
        }
    }
    Plugin(const Plugin&) = delete;
    Plugin& operator=(const Plugin&) = delete;
    ~Plugin() { bridge_destroy(instance_); }

    std::string ask(const std::string& request) {
        wms_doc answer{};
        answer.struct_size = sizeof answer;
        wms_error error{};
        error.struct_size = sizeof error;
        if (bridge_query(instance_, nullptr, text_of(request), &answer, &error) != WMS_OK) {
            give_up(take_message(error));
        }
        std::string text(view_of(answer.json).value_or(""));
        answer.release(&answer);
        return text;
    }

  private:
    const wms_host host_ = make_host();
    wms_instance* instance_ = nullptr;
};

/// The columns of `document` from a number n: the first of them have ended, the rest is queued.
std::string fill_text(std::int64_t ended, std::int64_t open) {
    const std::string count = std::to_string(ended + open);
    const std::string numbers =
        "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < " +
        count + ") ";
    const std::string is_ended = "n <= " + std::to_string(ended);
    // The last of those that ended did so an hour ago.
    const std::string at =
        "(" + std::to_string(now_ms - 3'600'000) + " - (" + std::to_string(ended) + " - n) * " +
        std::to_string(days * 86'400'000 / std::max<std::int64_t>(1, ended)) + ")";
    return "INSERT INTO document (sequence, document_key, message_id, content_hash,"
           " external_reference, message_type, tenant_id, document_id, document_version,"
           " ordering_key, subject_id, accepted_ms, state, wait_reason, due_ms, verified,"
           " sage_document_json) " +
           numbers +
           "SELECT n, 'key-' || n, 'message-' || n, 'hash-' || n, 'W' || n,"
           " CASE n % 3 WHEN 0 THEN 'returnAdvice' ELSE 'despatchAdvice' END, 'tenant', 'DN-' || n,"
           " '1', '', '', " +
           at + ", CASE WHEN " + is_ended + " THEN 'posted' ELSE 'queued' END, 'none', CASE WHEN " +
           is_ended + " THEN NULL ELSE " + std::to_string(now_ms) + " END, 1, CASE WHEN " +
           is_ended +
           " THEN '{\"type\":\"Sales Invoice\",\"key\":\"' || n || '\",\"number\":\"SI-' || n ||"
           " '\",\"predictedTotals\":{\"net\":{\"amount\":\"21.08\",\"currencyId\":\"GBP\"}}}'"
           " ELSE '' END FROM number;\n"
           "INSERT INTO content (sequence, canonical_bytes) SELECT sequence,"
           " '{\"body\":{\"issueDate\":\"2023-11-14\",\"x\":\"' || hex(zeroblob(700)) || '\"}}'"
           " FROM document;\n"
           "INSERT INTO event (sequence, attempts, at_ms, edge, from_state, to_state, evidence,"
           " type, json, acknowledged) SELECT sequence, 1, accepted_ms, 7, 'sending', 'posted',"
           " 'answered 201', 'postingResult', '{}', 1 FROM document WHERE state = 'posted';\n"
           "UPDATE tally SET commits = commits + 1, posted = " +
           std::to_string(ended) + ", queued = " + std::to_string(open) +
           ";\n"
           // As a database of the version before: what is counted then is counted when it opens.
           "DROP TABLE figure;\nPRAGMA user_version = 3;\n";
}

void fill(const std::string& folder, std::int64_t ended, std::int64_t open) {
    {
        const Plugin made(folder);
    }
    const auto connection = value_of(SqliteConnection::open(folder + "/outbox.db"));
    const Result<void> filled = connection->run_all(fill_text(ended, open));
    if (!filled.ok()) {
        give_up(filled.error().first().cause);
    }
}

/// Milliseconds of the median; the first few are not counted.
double milliseconds(Plugin& plugin, const std::string& request) {
    std::vector<double> taken;
    for (int time = 0; time < times; ++time) {
        const auto begun = SteadyClock::now();
        plugin.ask(request);
        taken.push_back(
            std::chrono::duration<double, std::milli>(SteadyClock::now() - begun).count());
    }
    std::sort(taken.begin(), taken.end());
    return taken[taken.size() / 2];
}

double dashboard_of(std::int64_t ended, std::int64_t open) {
    const Folder folder;
    fill(folder.path(), ended, open);
    Plugin plugin(folder.path());
    const auto begun = SteadyClock::now();
    plugin.ask(R"({"query":"dashboard"})");
    const double first =
        std::chrono::duration<double, std::milli>(SteadyClock::now() - begun).count();
    const double usual = milliseconds(plugin, R"({"query":"dashboard"})");
    fmt::print("dashboard, {} ended and {} open: {:.2f} ms, the first time {:.2f} ms\n", ended,
               open, usual, first);
    fmt::print("  first page of notYetPosted: {:.2f} ms\n",
               milliseconds(plugin, R"({"query":"notYetPosted"})"));
    return std::max(first, usual);
}

std::int64_t kilobytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/// Whether memory stayed flat.
bool export_of(std::int64_t documents) {
    const Folder folder;
    fill(folder.path(), documents, 0);
    Plugin plugin(folder.path());
    std::string after;
    std::int64_t rows = 0;
    std::int64_t before = 0;
    const auto begun = SteadyClock::now();
    for (bool more = true; more;) {
        const boost::json::value page = boost::json::parse(
            plugin.ask(R"({"query":"export","what":"documents","limit":1000)" +
                       (after.empty() ? std::string("}") : R"(,"after":")" + after + "\"}")));
        rows += static_cast<std::int64_t>(page.at("rows").as_array().size());
        after = page.at("next").as_string().c_str();
        more = page.at("more").as_bool();
        before = rows == documents / 10 ? kilobytes() : before;
    }
    const double seconds = std::chrono::duration<double>(SteadyClock::now() - begun).count();
    const std::int64_t growth = kilobytes() - before;
    fmt::print("export of {} documents: {:.1f} s, {:.0f} rows/s, {} KiB more than after a tenth\n",
               rows, seconds, static_cast<double>(rows) / seconds, growth);
    return rows == documents && growth <= growth_kilobytes_max;
}

int run(std::int64_t many) {
    const double small = dashboard_of(few, waiting);
    const double large = dashboard_of(many, waiting);
    fmt::print("ratio: {:.2f} (limit of the dashboard: {:.0f} ms)\n", large / small,
               dashboard_ms_max);
    const double open = dashboard_of(0, many);
    const bool flat = export_of(many);
    return std::max(large, open) <= dashboard_ms_max && flat ? 0 : 1;
}

}  // namespace
}  // namespace sage

int main(int count, char** arguments) {
    return sage::run(count > 1 ? std::atoll(arguments[1]) : 1'000'000);
}
