// SPDX-License-Identifier: Apache-2.0
// A person's consent, end to end: the plugin is loaded through the C interface, the simulated Sage
// is a program behind HTTPS, and the browser is a test that follows a redirect. From nothing to the
// first document in Sage a host makes three calls beside loading and creating: begin, complete and
// connect. Every bad redirect is shown, and that no secret reaches a file of log, event or audit.
#include <gmock/gmock.h>

#include <atomic>
#include <fstream>
#include <sstream>

#include "mock-host/plugin_call.h"
#include "tests/support/sage_in_a_box.h"
#include "wms/wms_authorize.h"

namespace sage::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::int64_t patience_ms = 24 * 3'600'000LL;
constexpr const char* address = "https://wms.example/sage";

std::atomic<int> calls_to_set_up = 0;
const wms_plugin* real = nullptr;

/// The plugin's table with the calls that set it up counted.
wms_plugin counted(const wms_plugin& table) {
    real = &table;
    wms_plugin counting = table;
    counting.connect = [](wms_instance* self, const wms_op* op, wms_error* error) {
        ++calls_to_set_up;
        return real->connect(self, op, error);
    };
    counting.check = [](wms_instance* self, const wms_op* op, wms_doc* out, wms_error* error) {
        ++calls_to_set_up;
        return real->check(self, op, out, error);
    };
    counting.get_extension = [](wms_str id) -> const void* {
        static const wms_authorize* const served =
            static_cast<const wms_authorize*>(real->get_extension(id));
        static const wms_authorize counting_table = {
            sizeof(wms_authorize), 0,
            [](wms_instance* self, wms_str redirect_uri, wms_doc* out, wms_error* error) {
                ++calls_to_set_up;
                return served->begin(self, redirect_uri, out, error);
            },
            [](wms_instance* self, const wms_op* op, wms_str redirect, wms_error* error) {
                ++calls_to_set_up;
                return served->complete(self, op, redirect, error);
            }};
        return served == nullptr ? nullptr : &counting_table;
    };
    return counting;
}

BoxOptions by_consent() {
    BoxOptions options;
    options.configure = [](const std::string& configuration) {
        return wms::with_setting(configuration, "grant=authorization_code").value();
    };
    return options;
}

class Authorise : public ::testing::Test {
  protected:
    explicit Authorise(BoxOptions options = by_consent()) : box(std::move(options)) {}

    wms::Done authorise() {
        return box.host().authorise(address, [this](const std::string& url) {
            urls.push_back(url);
            wms::Result<std::string> redirect = box.browse(url);
            if (redirect.ok()) {
                redirects.push_back(redirect.value());
            }
            return redirect;
        });
    }
    /// As authorise(), with what the browser brings back changed.
    std::string refused(const std::function<std::string(const std::string&)>& change) {
        const wms::Done done = box.host().authorise(address, [&](const std::string& url) {
            return wms::Result<std::string>(change(box.browse(url).value()));
        });
        return done.ok() ? "" : done.problem().code;
    }
    std::string refresh_token() const {
        const auto secret = box_secrets().get("intacct.refresh_token");
        return secret.ok() ? secret.value().value : "";
    }
    wms::Secrets& box_secrets() const { return const_cast<SageInABox&>(box).secrets(); }
    void switch_sage(const std::string& behaviours) {
        ASSERT_TRUE(box.control().post("/control/behaviours", behaviours).ok());
    }
    std::string everything_kept() const {
        std::ostringstream all;
        for (const auto& file :
             std::filesystem::recursive_directory_iterator(box.folder() / "host")) {
            if (file.is_regular_file()) {
                all << std::ifstream(file.path(), std::ios::binary).rdbuf();
            }
        }
        return all.str();
    }
    /// Another program, by client id and secret, as the same user.
    void connect_elsewhere() {
        wms::HostOptions options;
        options.configuration = box.settings().configuration;
        options.folder = box.folder() / "elsewhere";
        std::filesystem::create_directories(options.folder);
        std::filesystem::permissions(options.folder, std::filesystem::perms::owner_all);
        auto other = wms::Host::create(*box.plugin().table, box.plugin().manifest,
                                       std::move(options), box.clock(), box.secrets());
        ASSERT_TRUE(other.ok());
        ASSERT_TRUE(other.value()->connect().ok());
    }
    void post(const std::string& number) {
        const wms::Message message = despatch_of(number, 1);
        ASSERT_TRUE(box.host().submit(message).ok());
        const auto left = box.host().settle(patience_ms);
        ASSERT_TRUE(left.ok()) << wms::in_one_line(left.problem());
        const auto posting = box.host().postings().find(message.id);
        ASSERT_TRUE(posting.has_value());
        EXPECT_EQ(posting->state, "posted");
    }

    SageInABox box;
    std::vector<std::string> urls;
    std::vector<std::string> redirects;
};

TEST_F(Authorise, three_calls_lead_from_nothing_to_the_first_document_in_sage) {
    const wms_plugin table = counted(*box.plugin().table);
    wms::HostOptions options;
    options.configuration = by_consent().configure(box.settings().configuration);
    options.folder = box.folder() / "counted";
    std::filesystem::create_directories(options.folder);
    std::filesystem::permissions(options.folder, std::filesystem::perms::owner_all);
    options.before_jump = [this](std::int64_t time_ms) {
        return wms::set_clock(box.control(), time_ms);
    };
    auto host = wms::Host::create(table, box.plugin().manifest, std::move(options), box.clock(),
                                  box.secrets());
    ASSERT_TRUE(host.ok()) << wms::in_one_line(host.problem());
    calls_to_set_up = 0;
    const wms::Done authorised = host.value()->authorise(
        address, [this](const std::string& url) { return box.browse(url); });
    ASSERT_TRUE(authorised.ok()) << wms::in_one_line(authorised.problem());
    const wms::Done connected = host.value()->connect();
    ASSERT_TRUE(connected.ok()) << wms::in_one_line(connected.problem());
    EXPECT_EQ(calls_to_set_up, 3);
    const wms::Message message = despatch_of("DN-1", 1);
    ASSERT_TRUE(host.value()->submit(message).ok());
    ASSERT_TRUE(host.value()->settle(patience_ms).ok());
    EXPECT_EQ(host.value()->postings().find(message.id)->state, "posted");
    EXPECT_EQ(wms::documents(box.control(), 0).value().size(), 1U);
    EXPECT_EQ(calls_to_set_up, 3);
}

TEST_F(Authorise, a_start_without_consent_says_what_to_do_and_documents_wait) {
    wms::Host& host = box.create();
    const wms::Message message = despatch_of("DN-1", 1);
    ASSERT_TRUE(host.submit(message).ok());
    const wms::Done refused = host.connect();
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.problem().code, "auth.consent.needed");
    EXPECT_THAT(refused.problem().fix, HasSubstr("Authorise the connection"));
    ASSERT_TRUE(authorise().ok());
    ASSERT_TRUE(host.connect().ok());
    ASSERT_TRUE(host.settle(patience_ms).ok());
    EXPECT_EQ(host.postings().find(message.id)->state, "posted");
}

TEST_F(Authorise, the_refresh_token_is_replaced_at_each_renewal_and_serves_the_next_start) {
    box.create();
    ASSERT_TRUE(authorise().ok());
    const std::string first = refresh_token();
    EXPECT_FALSE(first.empty());
    ASSERT_TRUE(box.host().connect().ok());
    EXPECT_NE(refresh_token(), first) << "connect renews";
    post("DN-1");
    box.disconnect();
    box.connect();
    post("DN-2");
    EXPECT_EQ(urls.size(), 1U) << "nobody was asked again";
}

TEST_F(Authorise, bad_redirects_are_refused_each_for_its_own_reason) {
    box.create();
    EXPECT_EQ(refused([](const std::string&) { return std::string("https://wms.example/sage"); }),
              "authorize.redirect_malformed");
    EXPECT_EQ(refused([](std::string redirect) { return redirect + "x"; }),
              "authorize.state_unknown");
    EXPECT_EQ(refused([](std::string redirect) {
                  return redirect.replace(0, std::string(address).size(), "https://thief.example");
              }),
              "authorize.other_address");
    EXPECT_EQ(refused([](std::string redirect) {
                  return redirect.replace(redirect.find("code=") + 5, 1, "Z");
              }),
              "auth.consent.code_refused");
    switch_sage(R"({"denyConsent":true})");
    EXPECT_EQ(refused([](const std::string& redirect) { return redirect; }), "authorize.denied");
    switch_sage(R"({"denyConsent":false})");
    EXPECT_EQ(refresh_token(), "") << "nothing was half done";

    ASSERT_TRUE(authorise().ok());
    const std::string kept = refresh_token();
    EXPECT_EQ(refused([this](const std::string&) { return redirects[0]; }),
              "authorize.completed_already");
    const wms::Done http = box.host().authorise(
        "http://127.0.0.1/", [](const std::string& url) { return wms::Result<std::string>(url); });
    EXPECT_EQ(http.problem().code, "authorize.redirect_uri");
    EXPECT_EQ(refresh_token(), kept);
    ASSERT_TRUE(box.host().connect().ok()) << "and the consent still holds";
}

TEST_F(Authorise, a_redirect_that_comes_too_late_or_to_another_instance_is_refused) {
    box.create();
    EXPECT_EQ(refused([&](std::string redirect) {
                  box.clock().jump_to(box.clock().now_ms() + 11 * 60'000);
                  return redirect;
              }),
              "authorize.expired");
    std::string of_another_instance;
    EXPECT_EQ(refused([&](const std::string& redirect) {
                  of_another_instance = redirect;
                  return std::string("https://wms.example/sage");
              }),
              "authorize.redirect_malformed");
    box.disconnect();
    box.create();
    EXPECT_EQ(refused([&](const std::string&) { return of_another_instance; }),
              "authorize.state_unknown");
}

TEST_F(Authorise, no_secret_reaches_log_events_audit_or_outbox) {
    box.create();
    ASSERT_TRUE(authorise().ok());
    std::vector<std::string> secrets = {refresh_token()};
    refused([](std::string redirect) { return redirect + "x"; });
    refused(
        [](std::string redirect) { return redirect.replace(redirect.find("code=") + 5, 1, "Z"); });
    ASSERT_TRUE(authorise().ok());
    secrets.push_back(refresh_token());
    ASSERT_TRUE(box.host().connect().ok());
    secrets.push_back(refresh_token());
    post("DN-1");
    box.disconnect();
    for (const std::string& redirect : redirects) {
        const std::size_t at = redirect.find("code=") + 5;
        secrets.push_back(redirect.substr(at, redirect.find('&', at) - at));
        secrets.push_back(redirect.substr(redirect.find("state=") + 6));
    }
    const std::string kept = everything_kept();
    EXPECT_THAT(kept, HasSubstr("DN-1")) << "the right files were looked at";
    for (const std::string& secret : secrets) {
        ASSERT_GE(secret.size(), 20U);
        EXPECT_THAT(kept, Not(HasSubstr(secret)));
    }
}

TEST_F(Authorise, a_consent_that_another_ends_is_asked_for_again_by_an_event) {
    box.create();
    ASSERT_TRUE(authorise().ok());
    ASSERT_TRUE(box.host().connect().ok());
    // Another program authorises as the same user: client credentials end token and refresh token.
    connect_elsewhere();
    const wms::Message message = despatch_of("DN-1", 1);
    ASSERT_TRUE(box.host().submit(message).ok());
    const auto waiting = box.host().settle(60'000);
    ASSERT_TRUE(waiting.ok());
    EXPECT_EQ(waiting.value().queued, 1) << "it waits, and is not lost";
    EXPECT_THAT(everything_kept(), HasSubstr("auth.consent.needed"));
    ASSERT_TRUE(authorise().ok());
    ASSERT_TRUE(box.host().settle(patience_ms).ok());
    EXPECT_EQ(box.host().postings().find(message.id)->state, "posted");
}

// Sage 200 knows no other way, and its tokens have to be asked for with whom they are for.
class AuthoriseSage200 : public Authorise {
  protected:
    static BoxOptions nobody_has_consented() {
        BoxOptions options;
        options.edition = "sage200";
        options.configure = [](const std::string& configuration) {
            return wms::with_setting(configuration, "refreshTokenSecret=sage200.own_consent")
                .value();
        };
        return options;
    }
    AuthoriseSage200() : Authorise(nobody_has_consented()) {}
};

TEST_F(AuthoriseSage200, one_consent_serves_until_it_is_withdrawn) {
    wms::Host& host = box.create();
    const wms::Done refused = host.connect();
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.problem().code, "auth.consent.needed");
    const wms::Done consented = authorise();
    ASSERT_TRUE(consented.ok()) << wms::in_one_line(consented.problem());
    EXPECT_THAT(urls.at(0), HasSubstr("/authorize?"));
    EXPECT_THAT(urls.at(0), HasSubstr("audience=s200ukipd%2Fsage200"));
    const wms::Done connected = host.connect();
    ASSERT_TRUE(connected.ok()) << wms::in_one_line(connected.problem());
    post("DN-1");
    box.disconnect();
    box.connect();
    post("DN-2");
    EXPECT_EQ(urls.size(), 1U) << "nobody was asked again";
    EXPECT_EQ(wms::documents(box.control(), 0).value().size(), 2U);
    EXPECT_THAT(everything_kept(),
                Not(HasSubstr(box_secrets().get("sage200.own_consent").value().value)));
}

TEST_F(AuthoriseSage200, what_waits_for_a_consent_that_has_run_out_goes_on_after_another) {
    box.create();
    switch_sage(R"({"tokenSeconds":120,"refreshSeconds":20})");
    ASSERT_TRUE(authorise().ok());
    ASSERT_TRUE(box.host().connect().ok());
    const std::int64_t later_ms = box.clock().now_ms() + 180'000;
    ASSERT_TRUE(wms::set_clock(box.control(), later_ms).ok());
    box.clock().jump_to(later_ms);
    const wms::Message message = despatch_of("DN-1", 1);
    ASSERT_TRUE(box.host().submit(message).ok());
    const auto waiting = box.host().settle(60'000);
    ASSERT_TRUE(waiting.ok());
    EXPECT_EQ(waiting.value().queued, 1) << "it waits, and is not lost";
    EXPECT_THAT(everything_kept(), HasSubstr("auth.consent.needed"));
    switch_sage(R"({"tokenSeconds":28800,"refreshSeconds":7776000})");
    ASSERT_TRUE(authorise().ok());
    ASSERT_TRUE(box.host().settle(patience_ms).ok());
    EXPECT_EQ(box.host().postings().find(message.id)->state, "posted");
    EXPECT_EQ(wms::documents(box.control(), 0).value().size(), 1U);
}

TEST_F(AuthoriseSage200, a_person_may_refuse) {
    box.create();
    switch_sage(R"({"denyConsent":true})");
    const wms::Done refused = authorise();
    ASSERT_FALSE(refused.ok());
    EXPECT_FALSE(box.host().connect().ok());
}

}  // namespace
}  // namespace sage::testing
