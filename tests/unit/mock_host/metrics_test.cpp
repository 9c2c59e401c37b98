// SPDX-License-Identifier: Apache-2.0
// Plan: what is written is text that a strict reader of Prometheus's format takes, whatever stands
// in the labels; the figures are those of the answer; health says what is wrong in one line; what
// is no answer is refused.
#include "mock-host/metrics.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <set>

#include "tests/support/source_folder.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

namespace json = boost::json;

/// The text format 0.0.4, with what Prometheus's conventions and its linter ask besides: a metric's
/// HELP and TYPE before its samples and together with them, each series once, counters ending with
/// _total, histograms whole and rising.
class Reader {
  public:
    std::map<std::string, std::string> values;  ///< name and labels, as they stand
    std::string why;

    bool read(const std::string& text) {
        if (text.empty() || text.back() != '\n') {
            return wrong("the last line does not end", text);
        }
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);) {
            const bool taken = line.starts_with("# HELP ")   ? help(line.substr(7))
                               : line.starts_with("# TYPE ") ? type(line.substr(7))
                                                             : sample(line);
            if (!taken) {
                return false;
            }
        }
        return end_metric();
    }

  private:
    bool wrong(const std::string& what, const std::string& line) {
        why = what + ": " + line;
        return false;
    }
    static bool is_name(const std::string& name) {
        return std::regex_match(name, std::regex("[a-z_][a-z0-9_]*"));
    }
    bool help(const std::string& line) {
        if (!end_metric()) {
            return false;
        }
        const std::size_t blank = line.find(' ');
        metric_ = line.substr(0, blank);
        type_.clear();
        buckets_.clear();
        return blank != std::string::npos && is_name(metric_) && line.size() > blank + 1 &&
                       metrics_.insert(metric_).second
                   ? true
                   : wrong("HELP", line);
    }
    bool type(const std::string& line) {
        const std::size_t blank = line.find(' ');
        type_ = line.substr(blank + 1);
        const bool known = type_ == "gauge" || type_ == "counter" || type_ == "histogram";
        const bool named = (type_ == "counter") == metric_.ends_with("_total");
        return line.substr(0, blank) == metric_ && known && named ? true : wrong("TYPE", line);
    }
    bool sample(const std::string& line) {
        static const std::regex form(
            R"re(([a-z_][a-z0-9_]*)(\{((?:[a-z_][a-z0-9_]*="(?:[^"\\\n]|\\[\\"n])*",?)*)\})?)re"
            R"re( (-?[0-9]+(?:\.[0-9]+)?|\+Inf))re");
        std::smatch parts;
        if (!std::regex_match(line, parts, form) || type_.empty()) {
            return wrong("no sample", line);
        }
        const std::string name = parts[1];
        const std::string labels = parts[3];
        const bool of_histogram = type_ == "histogram" && name.starts_with(metric_) &&
                                  std::set<std::string>{"_bucket", "_sum", "_count"}.contains(
                                      name.substr(metric_.size()));
        if ((type_ == "histogram") != of_histogram || (!of_histogram && name != metric_)) {
            return wrong("not behind its TYPE", line);
        }
        if (labels.ends_with(',') || labels.starts_with("le=") != name.ends_with("_bucket")) {
            return wrong("labels", line);
        }
        if (name.ends_with("_bucket")) {
            buckets_.emplace_back(labels, std::stoll(parts[4]));
        }
        return values.emplace(name + (labels.empty() ? "" : "{" + labels + "}"), parts[4]).second
                   ? true
                   : wrong("twice", line);
    }
    bool end_metric() {
        for (std::size_t one = 1; one < buckets_.size(); ++one) {
            if (buckets_[one].second < buckets_[one - 1].second) {
                return wrong("buckets fall", metric_);
            }
        }
        if (type_ == "histogram" &&
            (buckets_.empty() || buckets_.back().first != "le=\"+Inf\"" ||
             values[metric_ + "_count"] != std::to_string(buckets_.back().second))) {
            return wrong("histogram is not whole", metric_);
        }
        return !metric_.empty() && type_.empty() ? wrong("no TYPE", metric_) : true;
    }

    std::set<std::string> metrics_;
    std::string metric_;
    std::string type_;
    std::vector<std::pair<std::string, long long>> buckets_;
};

std::string example() {
    std::ifstream file(sage::source_folder() +
                       "/host-api/schemas/examples/query.dashboard.answer.json");
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string changed(const std::string& pointer, const json::value& value) {
    json::value answer = json::parse(example());
    answer.at_pointer(pointer) = value;
    return json::serialize(answer);
}

TEST(Metrics, are_what_a_strict_reader_takes_and_hold_the_figures) {
    const Result<std::string> text = metrics_of(example(), {7, 3});
    ASSERT_TRUE(text.ok());
    Reader reader;
    ASSERT_TRUE(reader.read(text.value())) << reader.why << "\n" << text.value();
    const std::map<std::string, std::string> expected = {
        {R"(sage_connector_documents{state="posted"})", "337"},
        {R"(sage_connector_documents{state="in_doubt"})", "0"},
        {R"(sage_connector_documents_open{message_type="despatchAdvice"})", "3"},
        {R"(sage_connector_documents_ended_today{message_type="returnAdvice",state="posted"})",
         "9"},
        {"sage_connector_oldest_document_wait_seconds", "300"},
        {R"(sage_connector_held_documents{root_cause="item:SKU-404"})", "1"},
        {R"(sage_connector_drift_documents{code="reconcile.changed"})", "1"},
        {R"(sage_connector_exchanges_total{result="not_sent"})", "0"},
        {R"(sage_connector_exchanges_total{result="succeeded"})", "402"},
        {R"(sage_connector_exchange_duration_seconds_bucket{le="0.05"})", "12"},
        {R"(sage_connector_exchange_duration_seconds_bucket{le="1"})", "406"},
        {"sage_connector_exchange_duration_seconds_sum", "60.9"},
        {"sage_connector_exchange_duration_seconds_count", "406"},
        {"sage_connector_connected", "1"},
        {"sage_connector_authorised", "1"},
        {"sage_connector_authorisation_left_seconds", "2394900"},
        {"sage_connector_last_posted_timestamp_seconds", "1795189332"},
        {"sage_connector_open_alerts", "1"},
        {"sage_connector_host_audit_records_total", "7"}};
    for (const auto& [series, value] : expected) {
        EXPECT_EQ(reader.values[series], value) << series;
    }
}

TEST(Metrics, are_what_prometheus_own_parser_takes) {
    const testing::TemporaryFolder folder;
    const std::string text =
        metrics_of(changed("/rootCauses/0/rootCause", "item:\"A\\B\"\n} 7"), {7, 3}).value();
    Reader reader;
    ASSERT_TRUE(reader.read(text)) << reader.why;
    folder.write("metrics", text);
    folder.write("read.py",
                 "import sys\n"
                 "try:\n"
                 "    from prometheus_client.parser import text_string_to_metric_families as read\n"
                 "except ImportError:\n"
                 "    sys.exit(77)\n"
                 "families = list(read(open(sys.argv[1]).read()))\n"
                 "assert all(f.type != 'unknown' and f.documentation for f in families)\n"
                 "causes = [s.labels['root_cause'] for f in families for s in f.samples\n"
                 "          if 'root_cause' in s.labels]\n"
                 "assert 'item:\"A\\\\B\"\\n} 7' in causes, causes\n"
                 "assert sum(len(f.samples) for f in families) == int(sys.argv[2])\n");
    const std::string command = "/usr/bin/python3 " + (folder / "read.py").string() + " " +
                                (folder / "metrics").string() + " " +
                                std::to_string(reader.values.size());
    const int status = std::system(command.c_str());
    if (WIFEXITED(status) && (WEXITSTATUS(status) == 77 || WEXITSTATUS(status) == 127)) {
        GTEST_SKIP() << "skipped: no python3-prometheus-client";
    }
    EXPECT_EQ(status, 0) << text;
}

TEST(Metrics, labels_hold_whatever_stands_in_a_root_cause) {
    const Result<std::string> text =
        metrics_of(changed("/rootCauses/0/rootCause", "item:\"A\\B\"\n} 7"), {});
    ASSERT_TRUE(text.ok());
    Reader reader;
    ASSERT_TRUE(reader.read(text.value())) << reader.why;
    EXPECT_TRUE(reader.values.contains(
        R"(sage_connector_held_documents{root_cause="item:\"A\\B\"\n} 7"})"));
}

TEST(Metrics, what_is_not_known_has_no_sample_or_zero) {
    Reader reader;
    ASSERT_TRUE(
        reader.read(metrics_of(changed("/authorisation/secondsLeft", nullptr), {}).value()));
    EXPECT_FALSE(reader.values.contains("sage_connector_authorisation_left_seconds"));
    Reader never;
    ASSERT_TRUE(never.read(metrics_of(changed("/lastPostedAt", nullptr), {}).value()));
    EXPECT_EQ(never.values["sage_connector_last_posted_timestamp_seconds"], "0");
}

TEST(Metrics, reader_refuses_what_the_format_forbids) {
    for (const char* text :
         {"", "# HELP a b\n# TYPE a gauge\na 1", "a 1\n", "# HELP a b\na 1\n",
          "# HELP a b\n# TYPE a gauge\nb 1\n", "# HELP a b\n# TYPE a gauge\na 1\na 2\n",
          "# HELP a b\n# TYPE a counter\na 1\n", "# HELP a_total b\n# TYPE a_total gauge\na 1\n",
          "# HELP a b\n# TYPE a gauge\na{x=\"\n\"} 1\n", "# HELP a b\n# TYPE a gauge\na{x=y} 1\n",
          "# HELP a b\n# TYPE a gauge\na one\n",
          "# HELP a b\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_count 1\n",
          "# HELP a b\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\n"
          "a_count 1\n",
          "# HELP a b\n# TYPE a gauge\na 1\n# HELP a b\n# TYPE a gauge\n"}) {
        EXPECT_FALSE(Reader().read(text)) << text;
    }
}

TEST(Health, one_line_says_how_it_stands) {
    const Result<Health> health = health_of(example(), 300);
    ASSERT_TRUE(health.ok());
    EXPECT_TRUE(health.value().healthy);
    EXPECT_EQ(health.value().line,
              "healthy: posted today 61, not yet posted 3, held 1, open alerts 1");
}

TEST(Health, everything_that_is_wrong_is_named) {
    EXPECT_FALSE(health_of(example(), 299).value().healthy);
    EXPECT_EQ(health_of(example(), 299).value().line, "unhealthy: a document has waited 300 s");
    EXPECT_EQ(health_of(changed("/connected", false), 300).value().line,
              "unhealthy: Sage does not answer");
    EXPECT_EQ(health_of(changed("/authorisation/valid", false), 299).value().line,
              "unhealthy: there is no access token; a document has waited 300 s");
}

TEST(Metrics, what_is_no_answer_is_refused) {
    for (const char* answer : {"", "{", "[]", "{}", R"({"counts":{},"today":{}})"}) {
        EXPECT_EQ(metrics_of(answer, {}).problem().code, "host.dashboard_malformed") << answer;
        EXPECT_FALSE(health_of(answer, 1).ok());
    }
}

}  // namespace
}  // namespace wms
