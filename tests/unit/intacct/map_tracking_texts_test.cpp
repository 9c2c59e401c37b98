// SPDX-License-Identifier: Apache-2.0
// Plan: which fields late tracking concerns; texts of header and lines made again and sent in one
// request, with their facts; twelve parcels; cut, overflow and hold; what people changed; what
// other rules put beside it; a second update; lines that are others; content that is gone; look-up.
#include <gmock/gmock.h>

#include "plugins/intacct/gateway.h"
#include "tests/unit/intacct/golden.h"

namespace sage::intacct {
namespace {

using sample::document;
using sample::expect_kind;
using sample::settings;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* notes_and_lines = R"({"lateTracking":"patch",
    "fields":{"tracking":null,"externalReference":"nsp::WMS_REFERENCE"},
    "texts":[{"text":"Parcels: {shipment.consignments.trackingId|join \", \"}","to":["notes"]},
             {"text":"{shipment.consignments.trackingId|join \",\"}","level":"line",
              "to":["nsp::LABELS"]}]})";

/// A despatch as it was posted, and what Sage shows of it.
class Posted {
  public:
    explicit Posted(const char* changes, Document original = document("despatchAdvice"))
        : chosen_(settings(changes)) {
        const Send sent =
            expect_kind<Send>(sample::prepared(original, chosen_, sample::catalogue()));
        written_ = {std::move(original), std::string(sample::reference), {sent.request.body}};
        const sample::json::value body = sample::parsed(sent.request.body);
        for (const auto& member : body.as_object()) {
            if (member.value().is_string()) {
                header[member.key()] = member.value();
            }
        }
        header["key"] = "12922";
        header["state"] = "pending";
        for (const sample::json::value& line : body.at("lines").as_array()) {
            sample::json::object& row = lines.emplace_back();
            row = line.as_object();
            row.erase("dimensions");
            row["key"] = std::to_string(lines.size());
            row["dimensions.item.id"] = line.at("dimensions").at("item").at("id");
        }
    }

    /// Late tracking with these numbers.
    Preparation updated(const std::vector<std::string>& numbers) {
        Document update = document("trackingUpdate");
        update.shipment.tracking_ids = numbers;
        return updated_by(update);
    }
    Preparation updated_by(const Document& update) {
        SageDocument invoice;
        invoice.type = "Sales Invoice";
        invoice.key = "12922";
        std::vector<Related> related = {
            {MessageType::despatch_advice, "DN-1001-1", true, invoice, written_}};
        if (purged) {
            related.front().written.reset();
        }
        std::vector<Observation> seen;
        for (;;) {
            Preparation preparation =
                sample::prepared(update, chosen_, sample::catalogue(), related, seen);
            const ReadFirst* const question = std::get_if<ReadFirst>(&preparation);
            if (question == nullptr) {
                return preparation;
            }
            asked.push_back(question->request);
            seen.push_back({question->name, answer(question->request)});
        }
    }
    /// It went by the XML gateway instead.
    void sent_by_gateway() {
        GatewayUse use;
        use.unproven = {"trackingnumber", "shippeddate", "customerponumber"};
        const Result<Request> request =
            gateway_request(use, {GatewayFunction::create_sotransaction, "Sales Invoice",
                                  written_.bodies.front(), "id", "", ""});
        ASSERT_TRUE(request.ok()) << request.error().first().cause;
        written_.bodies.front() = request.value().body;
    }
    /// Sage takes the change.
    void take(const Send& send) {
        written_.bodies.push_back(send.request.body);
        const sample::json::value body = sample::parsed(send.request.body);
        for (const auto& member : body.as_object()) {
            if (member.key() != "lines") {
                header[member.key()] = member.value();
                continue;
            }
            for (const sample::json::value& change : member.value().as_array()) {
                for (const auto& field : change.as_object()) {
                    line_of(change.at("key"))[field.key()] = field.value();
                }
            }
        }
    }

    sample::json::object header;
    std::vector<sample::json::object> lines;
    std::vector<Request> asked;
    bool purged = false;
    int lines_status = 200;

  private:
    sample::json::object& line_of(const sample::json::value& key) {
        return *std::find_if(lines.begin(), lines.end(),
                             [&](const auto& line) { return line.at("key") == key; });
    }
    Reply answer(const Request& request) const {
        sample::json::array rows = {header};
        if (request.body.find("document-line") != std::string::npos) {
            rows = sample::json::array(lines.begin(), lines.end());
            if (lines_status != 200) {
                return sample::reply(lines_status, "{}");
            }
        }
        const std::string count = std::to_string(rows.size());
        return sample::reply(200, R"({"ia::result":)" + sample::json::serialize(rows) +
                                      R"(,"ia::meta":{"totalCount":)" + count +
                                      R"(,"start":1,"pageSize":1000,"next":null}})");
    }

    Settings chosen_;
    Written written_;
};

std::string text_of_notes(Posted& posted) {
    return posted.header["notes"].as_string().c_str();
}

std::vector<std::string> parcels(int count) {
    std::vector<std::string> numbers;
    for (int number = 1; number <= count; ++number) {
        numbers.push_back("1Z" + std::to_string(100 + number));
    }
    return numbers;
}

std::string only_remark(const std::vector<Remark>& remarks) {
    EXPECT_THAT(remarks, SizeIs(1));
    return remarks.empty() ? "" : remarks.front().code + " " + remarks.front().message;
}

TEST(IntacctTrackingTexts, fields_that_hold_tracking_numbers_are_known_by_the_settings) {
    const auto fields = [](const char* changes, TextLevel level = TextLevel::header) {
        return tracking_fields(settings(changes), level);
    };
    using Groups = std::vector<FieldGroup>;
    EXPECT_EQ(fields("{}"), (Groups{{"trackingNumber"}}));
    EXPECT_EQ(fields(notes_and_lines), (Groups{{"notes"}}));
    EXPECT_EQ(fields(notes_and_lines, TextLevel::line), (Groups{{"nsp::LABELS"}}));
    // What shares a field with them is made again, too; what is for other documents is not.
    EXPECT_EQ(fields(R"({"texts":[
        {"text":"{id}","to":["nsp::PARCELS","memo"]},
        {"text":"{transportHandlingUnits.sscc}","to":["nsp::CARRIER","nsp::PARCELS"]},
        {"text":"{shipment.id}","to":["nsp::SHIPPED"],"documents":["returnAdvice"]},
        {"text":"{id}","to":["notes"]}]})"),
              (Groups{{"trackingNumber"}, {"nsp::CARRIER", "nsp::PARCELS", "memo"}}));
}

TEST(IntacctTrackingTexts, header_and_lines_change_in_one_request) {
    Posted posted(notes_and_lines);
    const Send send = expect_kind<Send>(posted.updated({"1Z1", "1Z2"}));
    EXPECT_EQ(send.request.method, "PATCH");
    EXPECT_EQ(send.request.body, R"({"notes":"left with neighbour\nParcels: 1Z1, 1Z2",)"
                                 R"("lines":[{"key":"1","nsp::LABELS":"1Z1,1Z2"}]})");
    EXPECT_EQ(send.facts, (Facts{{"notes", "left with neighbour\nParcels: 1Z1, 1Z2"},
                                 {"line 1 nsp::LABELS", "1Z1,1Z2"}}));
    EXPECT_EQ(send.existing_key, "12922");
    EXPECT_THAT(send.remarks, IsEmpty());
    sample::expect_golden("tracking-read-lines", posted.asked.back());
}

TEST(IntacctTrackingTexts, twelve_parcels_are_all_in_the_notes) {
    Posted posted(notes_and_lines);
    const Send send = expect_kind<Send>(posted.updated(parcels(12)));
    for (const std::string& number : parcels(12)) {
        EXPECT_THAT(send.facts.at("notes"), HasSubstr(number));
    }
}

TEST(IntacctTrackingTexts, a_later_update_replaces_what_the_first_one_wrote) {
    Posted posted(notes_and_lines);
    posted.take(expect_kind<Send>(posted.updated({"1Z1", "1Z2"})));
    const Send send = expect_kind<Send>(posted.updated({"1Z1", "1Z2", "1Z3"}));
    EXPECT_EQ(send.facts.at("notes"), "left with neighbour\nParcels: 1Z1, 1Z2, 1Z3");
    EXPECT_EQ(send.facts.at("line 1 nsp::LABELS"), "1Z1,1Z2,1Z3");
    posted.take(send);
    const PostNothing nothing = expect_kind<PostNothing>(posted.updated({"1Z1", "1Z2", "1Z3"}));
    EXPECT_THAT(nothing.reason, HasSubstr("shows them already"));
    EXPECT_THAT(nothing.about.remarks, IsEmpty());
}

TEST(IntacctTrackingTexts, what_went_by_the_gateway_is_ours_as_well) {
    Document plain = document("despatchAdvice");
    plain.notes.clear();
    Posted posted(R"({"taxDetails":{},"lateTracking":"patch"})", plain);
    posted.sent_by_gateway();
    const Send send = expect_kind<Send>(posted.updated({"1Z1", "1Z2"}));
    EXPECT_EQ(send.request.body, R"({"trackingNumber":"1Z1,1Z2"})");
    EXPECT_THAT(send.remarks, IsEmpty());
}

TEST(IntacctTrackingTexts, what_people_wrote_beside_it_stays) {
    Posted posted(notes_and_lines);
    posted.header["notes"] = "paid by phone\r\n" + text_of_notes(posted);
    const Send send = expect_kind<Send>(posted.updated({"1Z1"}));
    EXPECT_EQ(send.facts.at("notes"), "paid by phone\nleft with neighbour\nParcels: 1Z1");
}

TEST(IntacctTrackingTexts, what_people_changed_stays_and_is_told) {
    Posted posted(notes_and_lines);
    posted.header["notes"] = "Parcels: lost";
    const Send send = expect_kind<Send>(posted.updated({"1Z1"}));
    EXPECT_EQ(send.request.body, R"({"lines":[{"key":"1","nsp::LABELS":"1Z1"}]})");
    EXPECT_THAT(only_remark(send.remarks), HasSubstr("intacct.text_changed The tracking numbers "
                                                     "are not in notes"));
    posted.lines[0]["nsp::LABELS"] = "by hand";
    const PostNothing nothing = expect_kind<PostNothing>(posted.updated({"1Z1"}));
    EXPECT_THAT(nothing.about.remarks, SizeIs(2));
    EXPECT_THAT(nothing.about.remarks.back().message, HasSubstr("nsp::LABELS of line 1"));
    EXPECT_EQ(nothing.about.key, "12922");
}

TEST(IntacctTrackingTexts, the_field_of_tracking_numbers_is_not_overwritten_either) {
    Posted posted(R"({"lateTracking":"patch"})");
    EXPECT_EQ(expect_kind<Send>(posted.updated({"1Z1"})).request.body,
              R"({"trackingNumber":"1Z1"})");
    posted.header["trackingNumber"] = "by hand";
    const PostNothing nothing = expect_kind<PostNothing>(posted.updated({"1Z1"}));
    EXPECT_THAT(only_remark(nothing.about.remarks), HasSubstr("trackingNumber"));
}

TEST(IntacctTrackingTexts, fields_over_which_a_text_flows_change_together_or_not_at_all) {
    constexpr const char* flowing = R"({"lateTracking":"patch",
        "fields":{"tracking":null,"externalReference":"nsp::WMS_REFERENCE",
                  "despatchId":"referenceNumber"},
        "fieldLimits":{"nsp::PARCELS":{"characters":11}},
        "texts":[{"text":"{shipment.consignments.trackingId|join \",\"}",
                  "to":["nsp::PARCELS","memo"],"tooLong":"overflow"}]})";
    Posted posted(flowing);
    const Send send = expect_kind<Send>(posted.updated(parcels(3)));
    EXPECT_EQ(send.facts, (Facts{{"nsp::PARCELS", "1Z101,1Z102"}, {"memo", "1Z103"}}));
    posted.take(send);
    // What is not needed any more is emptied.
    const Send shorter = expect_kind<Send>(posted.updated(parcels(1)));
    EXPECT_EQ(shorter.request.body, R"({"memo":null,"nsp::PARCELS":"1Z101"})");
    EXPECT_EQ(shorter.facts, (Facts{{"nsp::PARCELS", "1Z101"}, {"memo", ""}}));
    posted.header["nsp::PARCELS"] = "1Z9";
    EXPECT_THAT(expect_kind<PostNothing>(posted.updated(parcels(4))).about.remarks, SizeIs(1));
}

TEST(IntacctTrackingTexts, what_does_not_fit_is_cut_or_held_as_on_creation) {
    const auto with = [](const char* policy) {
        return std::string(R"({"lateTracking":"patch",
            "fields":{"tracking":null,"externalReference":"nsp::WMS_REFERENCE"},
            "fieldLimits":{"nsp::PARCELS":{"characters":20}},
            "texts":[{"text":"{shipment.consignments.trackingId|join \",\"}","to":["nsp::PARCELS"],
                      "tooLong":")") +
               policy + R"("}]})";
    };
    Document without = document("despatchAdvice");
    without.shipment.tracking_ids.clear();
    Posted cut(with("cut").c_str(), without);
    const Send send = expect_kind<Send>(cut.updated(parcels(12)));
    EXPECT_EQ(send.facts.at("nsp::PARCELS"), "1Z101,1Z102,1Z103...");
    EXPECT_THAT(only_remark(send.remarks), HasSubstr("mapping.text_cut"));
    cut.take(send);
    // The same again: it is still cut, and told.
    EXPECT_THAT(only_remark(expect_kind<PostNothing>(cut.updated(parcels(12))).about.remarks),
                HasSubstr("mapping.text_cut"));
    Posted held(with("hold").c_str(), without);
    const Hold hold = expect_kind<Hold>(held.updated(parcels(12)));
    EXPECT_EQ(hold.problem.code, "mapping.text_too_long");
}

TEST(IntacctTrackingTexts, what_people_wrote_may_leave_no_room) {
    Posted posted(R"({"lateTracking":"patch","fieldLimits":{"notes":{"characters":60}},
        "fields":{"tracking":"notes","externalReference":"nsp::WMS_REFERENCE"}})",
                  [] {
                      Document one = document("despatchAdvice");
                      one.shipment.tracking_ids = {"1Z1"};
                      return one;
                  }());
    posted.header["notes"] = text_of_notes(posted) + "\nwritten by people";
    EXPECT_THAT(only_remark(expect_kind<PostNothing>(posted.updated(parcels(3))).about.remarks),
                HasSubstr("intacct.text_changed"));
}

TEST(IntacctTrackingTexts, carrier_and_labels_of_the_update_are_taken_too) {
    Posted posted(R"({"lateTracking":"patch","texts":[
        {"text":"{shipment.carrierParty.name} {transportHandlingUnits.sscc}","to":["notes"]}]})");
    Document update = document("trackingUpdate");
    update.shipment.carrier_name = "DHL";
    update.shipment.ssccs = {"007"};
    const Send send = expect_kind<Send>(posted.updated_by(update));
    EXPECT_EQ(send.facts.at("notes"), "left with neighbour\nDHL 007");
    update.shipment.carrier_name.clear();
    EXPECT_EQ(expect_kind<Send>(posted.updated_by(update)).facts.at("notes"),
              "left with neighbour\nUPS 007");
}

TEST(IntacctTrackingTexts, the_true_date_in_the_memo_is_the_one_it_was_posted_with) {
    Posted posted(R"({"lateTracking":"patch","texts":[
        {"text":"Parcels: {shipment.consignments.trackingId}","to":["memo"]}],
        "dates":{"openFrom":"2026-12-01","closedPeriod":{"despatchAdvice":"firstOpenDay"}}})");
    const Send send = expect_kind<Send>(posted.updated({"1Z1"}));
    EXPECT_EQ(send.facts.at("memo"), "Business date: 2026-11-20\nParcels: 1Z1");
}

TEST(IntacctTrackingTexts, descriptions_and_memos_of_lines_keep_what_else_they_had) {
    Posted posted(R"({"lateTracking":"patch","itemMatching":{"substituteItem":"CARRIAGE"},
        "fields":{"tracking":null,"externalReference":"nsp::WMS_REFERENCE",
                  "orderLineReference":"memo"},
        "texts":[{"text":"via {shipment.consignments.trackingId}","level":"line","to":["memo"]},
                 {"text":"by {shipment.id}","level":"line","to":["lineDescription"]}]})",
                  document("despatchAdvice", "/body/lines/0/item/sellersItemId", "\"NEW\""));
    Document update = document("trackingUpdate");
    update.shipment.tracking_ids = {"1Z1"};
    update.shipment.id = "SHP-452";
    const Send send = expect_kind<Send>(posted.updated_by(update));
    EXPECT_EQ(send.facts.at("line 1 memo"), "Order line: 10\nhandle with care\nvia 1Z1");
    EXPECT_EQ(send.facts.at("line 1 lineDescription"), "NEW White metal lantern by SHP-452");
}

TEST(IntacctTrackingTexts, lines_that_are_not_those_that_were_sent_stay) {
    const auto kept = [](const auto& change) {
        Posted posted(notes_and_lines);
        change(posted);
        const Send send = expect_kind<Send>(posted.updated({"1Z1"}));
        EXPECT_EQ(send.facts, (Facts{{"notes", "left with neighbour\nParcels: 1Z1"}}));
        return only_remark(send.remarks);
    };
    EXPECT_THAT(kept([](Posted& posted) { posted.lines.pop_back(); }),
                HasSubstr("intacct.texts_kept The texts of the lines stay as they are: they are "
                          "not those that were sent"));
    EXPECT_THAT(kept([](Posted& posted) { std::swap(posted.lines[0], posted.lines[1]); }),
                HasSubstr("not those"));
    EXPECT_THAT(kept([](Posted& posted) { posted.lines_status = 403; }),
                HasSubstr("does not show them"));
}

TEST(IntacctTrackingTexts, once_the_content_is_gone_texts_stay_and_the_field_is_written) {
    Posted posted(notes_and_lines);
    posted.purged = true;
    const PostNothing nothing = expect_kind<PostNothing>(posted.updated({"1Z1"}));
    EXPECT_THAT(only_remark(nothing.about.remarks), HasSubstr("intacct.texts_kept"));
    EXPECT_THAT(nothing.about.remarks.front().message, HasSubstr("no longer known"));
    Posted both(R"({"lateTracking":"patch",
        "texts":[{"text":"{shipment.consignments.trackingId}","to":["notes"]}]})");
    both.purged = true;
    const Send send = expect_kind<Send>(both.updated({"1Z1"}));
    EXPECT_EQ(send.request.body, R"({"trackingNumber":"1Z1"})");
    EXPECT_THAT(only_remark(send.remarks), HasSubstr("intacct.texts_kept"));
}

TEST(IntacctTrackingTexts, a_custom_field_that_is_missing_holds_before_sage_is_asked) {
    Posted posted(notes_and_lines);
    Document update = document("trackingUpdate");
    SageDocument invoice;
    invoice.type = "Sales Invoice";
    invoice.key = "12922";
    const Catalogue known = sample::catalogue_with(
        kind::definition, "order-entry/document::Sales Invoice",
        [](CatalogueRecord& record) { record.fields.erase("line:nsp::LABELS"); });
    const Hold hold = expect_kind<Hold>(
        sample::prepared(update, settings(notes_and_lines), known,
                         {{MessageType::despatch_advice, "DN-1001-1", true, invoice}}));
    EXPECT_EQ(hold.root_cause, "field:order-entry/document::Sales Invoice:line:nsp::LABELS");
}

TEST(IntacctTrackingTexts, a_lost_reply_is_settled_by_the_header_or_else_by_the_lines) {
    Posted posted(notes_and_lines);
    const Send both = expect_kind<Send>(posted.updated({"1Z1"}));
    const Settings chosen = settings(notes_and_lines);
    const auto answer = [](const std::string& row) {
        return sample::reply(200, R"({"ia::result":[)" + row +
                                      R"(],"ia::meta":{"totalCount":1,"start":1,"next":null}})");
    };
    EXPECT_THAT(look_up(chosen, both, "").body, testing::Not(HasSubstr("LABELS")));
    const LookUp done = read_look_up(
        chosen, both, answer(R"({"key":"12922","notes":"left with neighbour\nParcels: 1Z1"})"));
    ASSERT_THAT(done.found, SizeIs(1));
    EXPECT_THAT(differences(both.facts, done.found[0].facts), IsEmpty());
    const LookUp undone = read_look_up(chosen, both, answer(R"({"key":"12922","notes":"old"})"));
    ASSERT_THAT(undone.found, SizeIs(1));
    EXPECT_THAT(differences(both.facts, undone.found[0].facts), SizeIs(2));
    posted.header["notes"] = "Parcels: lost";
    const Send lines = expect_kind<Send>(posted.updated({"1Z1"}));
    EXPECT_THAT(look_up(chosen, lines, "").body, HasSubstr("document-line::Sales Invoice"));
    const auto shown = [&](const char* text) {
        const LookUp seen =
            read_look_up(chosen, lines,
                         answer(R"({"documentHeader.key":"12922","key":"1","nsp::LABELS":")" +
                                std::string(text) + "\"}"));
        EXPECT_TRUE(seen.usable);
        EXPECT_THAT(seen.found, SizeIs(1));
        return differences(lines.facts, seen.found.at(0).facts).empty();
    };
    EXPECT_TRUE(shown("1Z1"));
    EXPECT_FALSE(shown("old"));
    EXPECT_FALSE(read_look_up(chosen, lines, sample::reply(500, "")).usable);
}

TEST(IntacctTrackingTexts, a_change_promises_of_lines_what_it_says_and_no_more) {
    Posted posted(notes_and_lines);
    EXPECT_THAT(line_facts(expect_kind<Send>(posted.updated({"1Z1"}))), IsEmpty());
}

}  // namespace
}  // namespace sage::intacct
