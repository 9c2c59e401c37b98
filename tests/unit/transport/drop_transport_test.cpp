// SPDX-License-Identifier: Apache-2.0
// Plan: a file goes and is looked at as a request; each outcome of the folder as evidence.
#include "sage-adapter/transport/drop_transport.h"

#include "tests/unit/transport/failing_folder.h"

namespace sage::test {
namespace {

class DropTransports : public FolderTest {
  protected:
    Evidence exchange(const std::string& method, const std::string& where,
                      FolderFault fault = {}) const {
        const auto transport = make_drop_transport(folder(std::move(fault)));
        return transport->exchange({method, where, {}, method == "PUT" ? bytes : ""}, 1'000);
    }
    const std::string target = "/" + name;
};

TEST_F(DropTransports, a_file_is_put_and_looked_at) {
    EXPECT_EQ(exchange("GET", target).reply.status, 404);
    const Evidence put_there = exchange("PUT", target);
    EXPECT_EQ(put_there.outcome, Outcome::answered);
    EXPECT_EQ(put_there.reply.status, 201);
    EXPECT_EQ(put_there.bytes_sent, bytes.size());
    EXPECT_EQ(exchange("PUT", target).reply.status, 201) << "the same again";
    const Evidence seen = exchange("GET", target);
    EXPECT_EQ(seen.reply.status, 200);
    EXPECT_EQ(seen.reply.body, bytes);
}

TEST_F(DropTransports, a_name_with_other_bytes_is_a_conflict) {
    put(name, "other");
    const Evidence refused = exchange("PUT", target);
    EXPECT_EQ(refused.outcome, Outcome::answered);
    EXPECT_EQ(refused.reply.status, 409);
    EXPECT_EQ(exchange("GET", target).reply.body, "other");
}

TEST_F(DropTransports, what_is_not_there_was_not_sent_and_says_why) {
    const Evidence full = exchange("PUT", target, {"write", std::errc::no_space_on_device});
    EXPECT_EQ(full.outcome, Outcome::not_sent);
    EXPECT_TRUE(full.reason.starts_with("drop.disk_full: ")) << full.reason;
    EXPECT_EQ(exchange("GET", target, {"read", std::errc::io_error}).outcome, Outcome::not_sent)
        << "no answer is not absence";
}

TEST_F(DropTransports, what_is_not_known_was_maybe_sent) {
    const Evidence unsettled = exchange("PUT", target, {"sync_folder", std::errc::io_error});
    EXPECT_EQ(unsettled.outcome, Outcome::maybe_sent);
    EXPECT_TRUE(unsettled.reason.starts_with("drop.share_gone: ")) << unsettled.reason;
}

TEST_F(DropTransports, the_folder_itself_answers_the_question_that_changes_nothing) {
    const Evidence there = exchange("GET", "/");
    EXPECT_EQ(there.outcome, Outcome::answered);
    EXPECT_EQ(there.reply.status / 100, 2) << "what a circuit breaker and a check take for Sage";
    EXPECT_TRUE(files().empty());
    const Evidence gone = exchange("GET", "/", {"enter", std::errc::not_connected});
    EXPECT_EQ(gone.outcome, Outcome::not_sent);
    EXPECT_TRUE(gone.reason.starts_with("drop.share_gone: ")) << gone.reason;
    EXPECT_EQ(exchange("PUT", "/").outcome, Outcome::not_sent);
}

TEST_F(DropTransports, a_text_goes_in_the_encoding_that_its_header_names) {
    const auto transport = make_drop_transport(folder());
    const std::vector<Header> named = {{"Content-Type", "text/csv; charset=windows-1252"}};
    EXPECT_EQ(transport->exchange({"PUT", target, named, "\u00A35 Caf\u00E9\r\n"}, 1).reply.status,
              201);
    EXPECT_EQ(files()[name],
              "\xA3"
              "5 Caf\xE9\r\n");
    const Evidence never = transport->exchange({"PUT", "/other.csv", named, "\u0416"}, 1);
    EXPECT_EQ(never.outcome, Outcome::not_sent) << "it has no such letter";
    EXPECT_EQ(files().size(), 1U);
}

TEST_F(DropTransports, nothing_else_is_done_with_a_folder) {
    EXPECT_EQ(exchange("DELETE", target).outcome, Outcome::not_sent);
    EXPECT_EQ(exchange("PUT", name).outcome, Outcome::not_sent);
    EXPECT_EQ(exchange("PUT", "/../x").outcome, Outcome::not_sent);
    make_drop_transport(folder())->interrupt();
}

}  // namespace
}  // namespace sage::test
