// SPDX-License-Identifier: Apache-2.0
// Plan: a warehouse's words as Sage 50 keeps them; merged by id; wrong seeds.
#include "plugins/sage50/simulator_seed.h"

#include <gmock/gmock.h>

#include "tests/unit/sage50/simulated_company.h"

namespace sage::test {
namespace {

using testing::HasSubstr;

TEST(SimulatedSage50Seed, master_data_is_there) {
    SimulatedCompany company;
    const Reply mug = company.get("/api/product/MUG");
    EXPECT_EQ(at(mug, "/response/description"), "Mug");
    EXPECT_EQ(at(mug, "/response/qtyInStock"), "10");
    EXPECT_EQ(at(mug, "/response/itemType"), "0");
    EXPECT_EQ(at(company.get("/api/product/POST"), "/response/itemType"), "2");
    EXPECT_EQ(at(company.get("/api/customer/C2"), "/response/onHold"), "true");
    EXPECT_EQ(at(company.get("/api/customer/GUEST"), "/response/name"), "GUEST");
    const Reply settings = company.control("GET", "/control/settings");
    EXPECT_EQ(at(settings, "/settings/taxCodes/STANDARD"), "T1");
    EXPECT_EQ(at(settings, "/settings/charges/FC"), "POST");
    EXPECT_EQ(at(settings, "/settings/guestCustomer"), "GUEST");
}

TEST(SimulatedSage50Seed, a_product_has_one_quantity_whatever_the_places) {
    SimulatedCompany company;
    company.control("POST", "/control/seed",
                    R"({"stock":[{"item":"MUG","location":"NORTH","quantity":"5"}]})");
    EXPECT_EQ(company.stock("MUG"), "15/0");
    company.control("POST", "/control/seed",
                    R"({"stock":[{"item":"MUG","location":"HOME","quantity":"2.5"}]})");
    EXPECT_EQ(company.stock("MUG"), "7.5/0");
}

TEST(SimulatedSage50Seed, what_is_there_is_changed) {
    SimulatedCompany company;
    company.control("POST", "/control/seed",
                    R"({"items":[{"id":"MUG","name":"Cup"}],
                        "customers":[{"id":"c2","onHold":false}],
                        "taxCodes":[{"id":"STANDARD","percent":"17.5"},
                                    {"id":"OWN","percent":"9"}],"closedUntil":"2026-10-31"})");
    EXPECT_EQ(at(company.get("/api/product/MUG"), "/response/description"), "Cup");
    EXPECT_EQ(at(company.get("/api/customer/C2"), "/response/onHold"), "false");
    EXPECT_EQ(at(company.get("/api/customer/C2"), "/response/name"), "Slow Payers");
    EXPECT_EQ(at(company.get("/api/taxCode"), "/results/1/rate"), "17.5");
    EXPECT_EQ(at(company.get("/api/taxCode"), "/results/31/rate"), "9");
    EXPECT_EQ(at(company.get("/api/company"), "/response/lockDate"), "31/10/2026");
}

TEST(SimulatedSage50Seed, wrong_seeds_are_told) {
    SimulatedCompany company;
    const auto pointer = [&](std::string_view seed) {
        const Reply reply = company.control("POST", "/control/seed", seed);
        EXPECT_EQ(reply.status, 400);
        return at(reply, "/error/pointer");
    };
    EXPECT_EQ(pointer("[]"), "");
    EXPECT_EQ(pointer(R"({"others":[]})"), "/others");
    EXPECT_EQ(pointer(R"({"items":[1]})"), "/items/0");
    EXPECT_EQ(pointer(R"({"items":[{"id":""}]})"), "/items/0/id");
    EXPECT_EQ(pointer(R"({"items":[{"id":"A","colour":"red"}]})"), "/items/0/colour");
    EXPECT_EQ(pointer(R"({"customers":[{"id":"NINECHARS"}]})"), "/customers/0/id");
    EXPECT_EQ(pointer(R"({"taxCodes":[{"id":"A","percent":"x"}]})"), "/taxCodes/0/percent");
    EXPECT_EQ(pointer(R"({"stock":[{"item":"NONE","location":"HOME","quantity":"1"}]})"), "/stock");
}

}  // namespace
}  // namespace sage::test
