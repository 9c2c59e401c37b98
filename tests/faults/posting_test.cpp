// SPDX-License-Identifier: Apache-2.0
// Plan: dozens of documents through the real plugin and host, over a network that breaks at random,
// and through a proxy of HTTP that answers with pages of its own and delivers twice: exactly once
// in Sage, to the penny, the host told, and no more requests on the wire than attempts on disk.
// Where Sage knows no key that makes a repeat harmless, nothing is delivered twice.
//
// Every draw comes from a seed, which a failure prints; what the threads make of it differs from
// run to run. With SAGE_RELEASE_TESTS set there are many seeds.
#include <gtest/gtest.h>

#include <atomic>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <mutex>
#include <ostream>
#include <random>
#include <set>

#include "sage-adapter/transport/https.h"
#include "tests/crash/trial.h"
#include "tests/support/fault_proxy.h"
#include "tests/support/sage_in_a_box.h"
#include "tests/support/tls_server.h"

namespace sage::testing {
namespace {

namespace json = boost::json;
using test::all_troubles;
using test::FaultProxy;
using test::Stage;
using test::Trouble;

constexpr std::int64_t patience_ms = 23 * 3'600'000LL;
// Without a later document nothing proves that one is absent: the rest is left to the next one.
constexpr std::int64_t patience_for_a_later_one_ms = 6 * 3'600'000LL;
constexpr std::int64_t upstream_ms = 20'000;
constexpr std::int64_t beyond_a_reading_ms = 5 * 3'600'000LL;
constexpr std::size_t documents = 48;
constexpr int silences_max = 3;
constexpr int connects_max = 50;

class Draws {
  public:
    explicit Draws(unsigned seed) : random_(seed) {}
    int below(int limit) {
        const std::lock_guard lock(mutex_);
        return std::uniform_int_distribution(0, limit - 1)(random_);
    }

  private:
    std::mutex mutex_;
    std::mt19937 random_;
};

/// The settings of this edition with another address, and as short a wait for a reply as they
/// allow.
std::string by_way_of(const Pair& pair, const std::string& configuration,
                      const std::string& address, const std::string& authority_file = "") {
    json::object settings = json::parse(merged(configuration, pair.settings)).as_object();
    settings["address"] = address;
    settings["replySeconds"] = 5;
    if (!authority_file.empty()) {
        settings["certificateAuthorityFile"] = authority_file;
    }
    return json::serialize(settings);
}

std::uint16_t port_in(const std::string& address) {
    return static_cast<std::uint16_t>(
        std::strtoul(address.substr(address.rfind(':') + 1).c_str(), nullptr, 10));
}

struct Run {
    Pair pair;
    unsigned seed = 0;
};

void PrintTo(const Run& run, std::ostream* out) {
    *out << name_of(run.pair) << ", seed " << run.seed;
}

class Posting : public ::testing::TestWithParam<Run> {
  protected:
    static const Pair& pair() { return GetParam().pair; }

    static BoxOptions options() {
        BoxOptions options;
        options.edition = pair().edition;
        options.workers = 4;
        return options;
    }

    /// Connects through whatever is in the way; a host tries again.
    static wms::Host& connect(SageInABox& box) {
        for (int tries = 1;; ++tries) {
            try {
                return box.connect();
            } catch (const std::runtime_error& refused) {
                box.disconnect();
                if (tries == connects_max) {
                    throw;
                }
            }
        }
    }

    static void submit(wms::Host& host, std::vector<wms::Message>& messages) {
        const int number = static_cast<int>(messages.size());
        messages.push_back(despatch_of("DN-" + std::to_string(5'000 + number), 1 + number % 3));
        const auto receipt = host.submit(messages.back());
        ASSERT_TRUE(receipt.ok()) << wms::in_one_line(receipt.problem());
    }

    /// @param connected  told once the host is: what breaks from then on meets documents
    /// @param mended     told before the last document, over which nothing breaks any more
    static void expect_all_posted_once(SageInABox& box, const std::function<void()>& connected,
                                       const std::function<void()>& mended) {
        wms::Host& host = connect(box);
        connected();
        std::vector<wms::Message> messages;
        while (messages.size() < documents) {
            ASSERT_NO_FATAL_FAILURE(submit(host, messages));
        }
        if (pair().looked_up) {
            const auto doubts = host.settle(patience_for_a_later_one_ms);
            ASSERT_TRUE(doubts.ok()) << wms::in_one_line(doubts.problem());
            mended();
            // What was held since Sage's answer about its order was none goes on with the next
            // reading of the catalogue.
            box.clock().jump_to(box.clock().now_ms() + beyond_a_reading_ms);
            ASSERT_TRUE(wms::set_clock(box.control(), box.clock().now_ms()).ok());
            ASSERT_NO_FATAL_FAILURE(submit(host, messages));
        }
        const auto left = host.settle(patience_ms);
        ASSERT_TRUE(left.ok()) << wms::in_one_line(left.problem());
        EXPECT_EQ(left.value().unsettled(), 0);
        expect_in_sage(box, messages);
        std::int64_t attempts = 0;
        for (const wms::Message& message : messages) {
            const auto posting = host.postings().find(message.id);
            ASSERT_TRUE(posting.has_value());
            EXPECT_EQ(posting->state, "posted") << wms::in_one_line(posting->problem);
            EXPECT_TRUE(posting->verified);
            attempts += posting->attempts;
        }
        std::cout << messages.size() << " documents posted once, " << attempts << " attempts\n";
        box.disconnect();
    }

    static void expect_in_sage(SageInABox& box, const std::vector<wms::Message>& messages) {
        const auto all = wms::documents(box.control(), 0);
        ASSERT_TRUE(all.ok());
        std::vector<wms::SageDocument> found = all.value();
        const auto followers =
            std::erase_if(found, [](const auto& one) { return follows_an_order(one, pair()); });
        EXPECT_LE(followers, messages.size());
        EXPECT_EQ(found.size(), messages.size());
        std::set<std::string> references;
        std::map<std::string, wms::Decimal> nets;
        for (const wms::SageDocument& document : found) {
            references.insert(document.external_reference);
            nets[number_of(document, pair())] = document.net;
        }
        EXPECT_EQ(references.size(), messages.size());
        EXPECT_EQ(nets.size(), messages.size());
        const wms::Decimal line = *wms::Decimal::parse("6.78");
        for (std::size_t at = 0; at < messages.size(); ++at) {
            wms::Decimal net = line;
            for (std::size_t more = 0; more < at % 3; ++more) {
                net += line;
            }
            EXPECT_EQ(nets[messages[at].document_id], net) << messages[at].document_id;
        }
    }
};

TEST_P(Posting, over_a_network_that_breaks_at_random_is_exactly_once) {
    Draws draws(GetParam().seed);
    std::atomic<int> silences{0};
    std::atomic<bool> breaks{true};
    const auto choose = [&](Stage) {
        if (!breaks || draws.below(25) != 0) {
            return Trouble::none;
        }
        const Trouble trouble =
            all_troubles.at(static_cast<std::size_t>(draws.below(all_troubles.size())));
        const bool silent = trouble == Trouble::swallow || trouble == Trouble::stall;
        // Each of these costs the time limit of a request, in real time.
        const int most = pair().share > 1 ? 1 : silences_max;
        return silent && ++silences > most ? Trouble::reset : trouble;
    };
    std::unique_ptr<FaultProxy> proxy;
    BoxOptions with_proxy = options();
    with_proxy.configure = [&](const std::string& configuration) {
        return by_way_of(pair(), configuration, proxy->address());
    };
    SageInABox box(std::move(with_proxy));
    proxy = std::make_unique<FaultProxy>(port_in(box.simulator().address), choose);
    expect_all_posted_once(box, [] {}, [&] { breaks = false; });
    int broken = 0;
    for (const Trouble trouble : all_troubles) {
        std::cout << name_of(trouble) << ' ' << proxy->fired(trouble) << "  ";
        broken += trouble == Trouble::none ? 0 : proxy->fired(trouble);
    }
    std::cout << '\n';
    EXPECT_GT(broken, 0);
}

/// A proxy of HTTP, with a certificate of its own authority, as companies have them.
class Relay {
  public:
    Relay(const wms::Simulator& sage, Draws& draws, const std::filesystem::path& folder)
        : draws_(draws), authority_(test::make_authority("Authority of a company's proxy")) {
        authority_file = (folder / "proxy.pem").string();
        // Tokens may come from an address of their own, without the proxy.
        std::ofstream(authority_file)
            << authority_.certificate << std::ifstream(sage.certificate_authority_file).rdbuf();
        Result<std::unique_ptr<Transport>> made =
            make_https_transport({sage.address, sage.certificate_authority_file});
        upstream_ = std::move(made).value();
        server_ = std::make_unique<test::TlsServer>(
            test::TlsServerOptions{test::make_identity({}, &authority_), 0, ""},
            [this](test::ServerConnection& connection) { relay(connection); });
    }

    std::string address() const { return server_->address(); }

    std::string authority_file;
    std::atomic<bool> misbehaves{false};
    std::atomic<bool> delivers_twice{true};
    std::atomic<int> pages{0};
    std::atomic<int> twice{0};

  private:
    static Request read(const std::string& text) {
        Request request;
        const std::size_t head = text.find("\r\n\r\n");
        std::size_t at = text.find("\r\n");
        const std::string first = text.substr(0, at);
        request.method = first.substr(0, first.find(' '));
        request.target =
            first.substr(request.method.size() + 1, first.rfind(' ') - request.method.size() - 1);
        while (at < head) {
            const std::size_t begin = at + 2;
            at = text.find("\r\n", begin);
            const std::string line = text.substr(begin, at - begin);
            const std::size_t colon = line.find(':');
            const std::string name = line.substr(0, colon);
            if (name != "Host" && name != "Content-Length") {
                request.headers.push_back({name, line.substr(colon + 2)});
            }
        }
        request.body = text.substr(head + 4);
        return request;
    }

    static std::string written(const Reply& reply) {
        std::string text = "HTTP/1.1 " + std::to_string(reply.status) + " Said\r\n";
        for (const Header& header : reply.headers) {
            if (header.name != "Content-Length" && header.name != "Transfer-Encoding" &&
                header.name != "Connection") {
                text += header.name + ": " + header.value + "\r\n";
            }
        }
        return text + "Content-Length: " + std::to_string(reply.body.size()) + "\r\n\r\n" +
               reply.body;
    }

    void relay(test::ServerConnection& connection) {
        for (;;) {
            const std::string text = connection.read_request();
            if (text.empty()) {
                return;
            }
            const Request request = read(text);
            constexpr int well = 11;
            const int draw = misbehaves ? draws_.below(12) : well;
            Reply page{200, {{"Content-Type", "text/html"}}, "<html>Please sign in</html>"};
            if (draw == 0) {
                ++pages;
                connection.send(written(page));
                continue;
            }
            const Evidence evidence = upstream_->exchange(request, upstream_ms);
            if (draw == 1) {
                ++pages;
                connection.send(written(page));
                continue;
            }
            if (delivers_twice && (draw == 2 || draw == 3)) {
                ++twice;
                upstream_->exchange(request, upstream_ms);
            }
            if (evidence.outcome != Outcome::answered) {
                return;
            }
            connection.send(written(evidence.reply));
        }
    }

    Draws& draws_;
    const test::Identity authority_;
    std::unique_ptr<Transport> upstream_;
    std::unique_ptr<test::TlsServer> server_;
};

TEST_P(Posting, through_a_proxy_with_pages_of_its_own_that_delivers_twice_is_exactly_once) {
    Draws draws(GetParam().seed);
    std::unique_ptr<Relay> relay;
    BoxOptions with_relay = options();
    with_relay.configure = [&](const std::string& configuration) {
        return by_way_of(pair(), configuration, relay->address(), relay->authority_file);
    };
    SageInABox box(std::move(with_relay));
    relay = std::make_unique<Relay>(box.simulator(), draws, box.folder());
    relay->delivers_twice = !pair().looked_up;
    expect_all_posted_once(
        box, [&] { relay->misbehaves = true; }, [&] { relay->misbehaves = false; });
    std::cout << relay->pages << " pages of the proxy's own, " << relay->twice
              << " requests delivered twice\n";
    EXPECT_GT(relay->pages, 0);
    EXPECT_EQ(relay->twice > 0, relay->delivers_twice);
}

std::vector<Run> runs() {
    const unsigned first = rotation() % 1'000'000;
    std::vector<Run> all;
    for (const Pair& pair : pairs_over_a_network()) {
        for (unsigned count = 0; count < (whole_set() ? 40U : 1U); ++count) {
            all.push_back({pair, first + count});
        }
    }
    return all;
}

INSTANTIATE_TEST_SUITE_P(Runs, Posting, ::testing::ValuesIn(runs()), [](const auto& parameter) {
    return name_of(parameter.param.pair) + "_" + std::to_string(parameter.index);
});

}  // namespace
}  // namespace sage::testing
