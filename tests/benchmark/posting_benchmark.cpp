// SPDX-License-Identifier: Apache-2.0
// Posting, everything durable, against a bare Poco client that sends the same bytes to the same
// simulator over kept connections and stores nothing. Rounds of both in turn; each prints its
// ratio, the medians come last.
//   benchmark_posting [documents a round] [rounds] [added latency in ms] [connections]
// With added latency the bare client's rate is what the connections can do at most, and the CPU of
// plugin and host is told as the part of one core that they use meanwhile: what waits for a Sage
// that is far away has to be idle.
#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/StreamCopier.h>
#include <Poco/URI.h>
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <thread>

#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

constexpr int lines_of_a_despatch = 2;
// More than connections: while some wait for the disk, others use the wire.
constexpr int threads_for_a_connection = 2;
constexpr std::int64_t patience_ms = 24 * 3'600'000LL;

struct Figure {
    double documents_per_second = 0;
    double cpu_us_per_document = 0;
};

struct Meter {
    Meter() : begun(std::chrono::steady_clock::now()), cpu_begun(cpu_us()) {}
    static std::int64_t cpu_us() {
        rusage usage{};
        ::getrusage(RUSAGE_SELF, &usage);
        const auto whole = [](const timeval& time) {
            return time.tv_sec * 1'000'000LL + time.tv_usec;
        };
        return whole(usage.ru_utime) + whole(usage.ru_stime);
    }
    Figure read(std::size_t documents) const {
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begun;
        const auto count = static_cast<double>(documents);
        return {count / seconds.count(), static_cast<double>(cpu_us() - cpu_begun) / count};
    }
    std::chrono::steady_clock::time_point begun;
    std::int64_t cpu_begun;
};

void expect(const wms::Done& done) {
    if (!done.ok()) {
        throw std::runtime_error(wms::in_one_line(done.problem()));
    }
}

Figure post_through_plugin(SageInABox& box, int connections, int round, int documents) {
    std::vector<wms::Message> messages;
    for (int number = 0; number < documents; ++number) {
        messages.push_back(
            despatch_of(fmt::format("DN-{}-{}", round, number), lines_of_a_despatch));
    }
    const Meter meter;
    std::vector<std::thread> threads;
    std::atomic<std::size_t> next = 0;
    for (int thread = 0; thread < connections; ++thread) {
        threads.emplace_back([&] {
            for (std::size_t index = next++; index < messages.size(); index = next++) {
                if (!box.host().submit(messages[index]).ok()) {
                    std::abort();
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    const auto left = box.host().settle(patience_ms);
    if (!left.ok() || left.value().unsettled() != 0) {
        throw std::runtime_error("not everything was posted");
    }
    return meter.read(messages.size());
}

struct Post {
    std::string target;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

std::vector<Post> received_posts(wms::Control& control) {
    auto text = control.get("/control/received?limit=1000");
    std::vector<Post> posts;
    const boost::json::value all = boost::json::parse(text.value());
    for (const auto& one : all.at("received").as_array()) {
        const std::string target(one.at("target").as_string());
        if (one.at("method").as_string() != "POST" ||
            target.find("document::") == std::string::npos) {
            continue;
        }
        Post post{target, {}, std::string(one.at("body").as_string())};
        for (const auto& header : one.at("headers").as_object()) {
            post.headers.emplace_back(header.key(), header.value().as_string());
        }
        posts.push_back(std::move(post));
    }
    return posts;
}

Poco::Net::Context::Ptr context_of(const SageInABox& box) {
    return new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, "", "",
                                  box.simulator().certificate_authority_file,
                                  Poco::Net::Context::VERIFY_STRICT, 9, false);
}

std::string token_of(const SageInABox& box) {
    const Poco::URI uri(box.simulator().address);
    Poco::Net::HTTPSClientSession session(uri.getHost(), uri.getPort(), context_of(box));
    const boost::json::value settings = boost::json::parse(box.settings().configuration);
    const auto secret = [&](std::string_view setting) {
        const std::string_view name = settings.at(setting).as_string();
        for (const auto& [known, value] : box.settings().secrets) {
            if (known == name) {
                return value;
            }
        }
        throw std::runtime_error("there is no secret " + std::string(name));
    };
    std::string form = "grant_type=client_credentials&client_id=" + secret("clientIdSecret") +
                       "&client_secret=" + secret("clientSecretSecret");
    std::string user = std::string(settings.at("userId").as_string()) + "@" +
                       std::string(settings.at("companyId").as_string());
    if (settings.as_object().contains("entity")) {
        user += "|" + std::string(settings.at("entity").as_string());
    }
    std::string encoded;
    Poco::URI::encode(user, "@|&=", encoded);
    form += "&username=" + encoded;
    Poco::Net::HTTPRequest request("POST", "/ia/api/v1/oauth2/token", "HTTP/1.1");
    request.setContentType("application/x-www-form-urlencoded");
    request.setContentLength(static_cast<std::streamsize>(form.size()));
    session.sendRequest(request) << form;
    Poco::Net::HTTPResponse response;
    std::ostringstream body;
    Poco::StreamCopier::copyStream(session.receiveResponse(response), body);
    return std::string(boost::json::parse(body.str()).at("access_token").as_string());
}

Figure post_bare(const SageInABox& box, int connections, const std::vector<Post>& posts) {
    const Poco::URI uri(box.simulator().address);
    const std::string bearer = "Bearer " + token_of(box);
    const Meter meter;
    std::vector<std::thread> threads;
    std::atomic<std::size_t> next = 0;
    for (int thread = 0; thread < connections; ++thread) {
        threads.emplace_back([&] {
            Poco::Net::HTTPSClientSession session(uri.getHost(), uri.getPort(), context_of(box));
            session.setKeepAlive(true);
            for (std::size_t index = next++; index < posts.size(); index = next++) {
                Poco::Net::HTTPRequest request("POST", posts[index].target, "HTTP/1.1");
                for (const auto& [name, value] : posts[index].headers) {
                    request.set(name, value);
                }
                request.set("Authorization", bearer);
                request.setContentLength(static_cast<std::streamsize>(posts[index].body.size()));
                session.sendRequest(request) << posts[index].body;
                Poco::Net::HTTPResponse response;
                std::string body;
                Poco::StreamCopier::copyToString(session.receiveResponse(response), body);
                if (response.getStatus() != 201) {
                    std::cerr << response.getStatus() << " " << body << "\n";
                    std::abort();
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    return meter.read(posts.size());
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

int run(int documents, int rounds, int latency_ms, int connections) {
    std::vector<double> rates;
    std::vector<double> cpu;
    std::vector<double> plugin_rates;
    for (int round = 1; round <= rounds; ++round) {
        BoxOptions options;
        options.workers = static_cast<unsigned>(threads_for_a_connection * connections);
        options.configure = [connections](const std::string& configuration) {
            boost::json::value all = boost::json::parse(configuration);
            all.as_object()["connections"] = connections;
            return boost::json::serialize(all);
        };
        SageInABox box(options);
        box.connect();
        if (latency_ms > 0) {
            expect(wms::set_faults(
                box.control(),
                fmt::format(
                    R"({{"faults":[{{"id":"latency","method":"POST","targetContains":"document::",)"
                    R"("times":1000000000,"action":"delay","delayMs":{}}}]}})",
                    latency_ms)));
        }
        const Figure plugin = post_through_plugin(box, connections, round, documents);
        const std::vector<Post> posts = received_posts(box.control());
        box.disconnect();
        // The same company, empty again, for the same bytes.
        SageInABox other;
        const Figure bare = latency_ms > 0 ? Figure{connections * 1000.0 / latency_ms, 1.0}
                                           : post_bare(other, connections, posts);
        rates.push_back(plugin.documents_per_second / bare.documents_per_second);
        cpu.push_back(plugin.cpu_us_per_document / bare.cpu_us_per_document);
        plugin_rates.push_back(plugin.documents_per_second);
        fmt::print(
            "round {}: plugin {:.0f} documents/s, {:.0f} us CPU each; {} {:.0f}/s, {:.0f} us; ",
            round, plugin.documents_per_second, plugin.cpu_us_per_document,
            latency_ms > 0 ? "connections / latency" : "bare client", bare.documents_per_second,
            bare.cpu_us_per_document);
        fmt::print("rate ratio {:.2f}, ", rates.back());
        if (latency_ms > 0) {
            const double core = plugin.cpu_us_per_document * plugin.documents_per_second / 1e6;
            fmt::print("{:.1f} % of one core\n", 100.0 * core);
        } else {
            fmt::print("CPU ratio {:.2f}\n", cpu.back());
        }
    }
    if (latency_ms > 0) {
        fmt::print(
            "median: {:.0f} documents/s, {:.2f} of connections / latency (limit: at least 0.80)\n",
            median(plugin_rates), median(rates));
        return median(rates) >= 0.8 ? 0 : 1;
    }
    fmt::print(
        "median: {:.0f} documents/s; rate {:.2f} of the bare client (limit: at least 0.20), ",
        median(plugin_rates), median(rates));
    fmt::print("CPU {:.2f} times (limit: at most 4.00)\n", median(cpu));
    return median(rates) >= 0.2 && median(cpu) <= 4.0 ? 0 : 1;
}

}  // namespace
}  // namespace sage::testing

int main(int count, char** arguments) {
    const auto number = [&](int index, int otherwise) {
        return count > index ? std::atoi(arguments[index]) : otherwise;
    };
    try {
        return sage::testing::run(number(1, 950), number(2, 5), number(3, 0), number(4, 8));
    } catch (const std::exception& problem) {
        std::cerr << "benchmark_posting: " << problem.what() << "\n";
        return 2;
    }
}
