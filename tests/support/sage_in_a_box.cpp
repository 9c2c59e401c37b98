// SPDX-License-Identifier: Apache-2.0
#include "tests/support/sage_in_a_box.h"

#include <cstdlib>
#include <stdexcept>

namespace sage::testing {
namespace {

constexpr const char* small_company_seed =
    R"({"items":[{"id":"SKU-100","name":"White metal lantern","unitCode":"C62","kind":"goods"},)"
    R"({"id":"CARRIAGE","name":"Carriage","unitCode":"C62","kind":"charge"}],)"
    R"("customers":[{"id":"CUST-001","name":"Acme Gifts Ltd","countryCode":"GB"},)"
    R"({"id":"GUEST","name":"Guests","countryCode":"GB"}],)"
    R"("locations":[{"id":"MAIN","name":"Main warehouse"}],)"
    R"("taxCodes":[{"id":"STANDARD","percent":"20"}],)"
    R"("charges":[{"code":"POST","item":"CARRIAGE"}],"guestCustomer":"GUEST",)"
    R"("stock":[{"item":"SKU-100","location":"MAIN","quantity":"100000000"}]})";

// A moment of an ordinary working day.
constexpr std::int64_t start_of_the_jumping_clock_ms = 1'763'653'330'000;

template <class T>
T expect(wms::Result<T> result, const char* what) {
    if (!result.ok()) {
        throw std::runtime_error(std::string(what) + ": " + wms::in_one_line(result.problem()));
    }
    return std::move(result).value();
}

}  // namespace

SageInABox::SageInABox(BoxOptions options) : options_(std::move(options)) {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "sage-in-a-box-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    if (options_.jumping_clock) {
        clock_ = std::make_unique<wms::JumpClock>(start_of_the_jumping_clock_ms);
    } else {
        clock_ = std::make_unique<wms::RealClock>();
    }
    simulator_ =
        expect(wms::start_simulator(SAGE_SIMULATOR_PROGRAM, options_.edition, folder_ / "sage"),
               "starting the simulator");
    expect(wms::set_clock(control(), clock_->now_ms()), "setting its clock");
    expect(wms::seed(control(), options_.seed.empty() ? small_company() : options_.seed),
           "seeding");
    settings_ = expect(wms::settings(control()), "reading settings");
    plugin_ = expect(wms::load_plugin(std::filesystem::path(SAGE_PLUGIN_FILE).parent_path() /
                                      ("sage_" + options_.edition + ".so")),
                     "loading the plugin");
    secrets_ = expect(wms::Secrets::open(folder_ / "secrets.json"), "opening secrets");
    for (const auto& [name, value] : settings_.secrets) {
        expect(secrets_->put(name, value, ""), "storing a secret");
    }
}

SageInABox::~SageInABox() {
    disconnect();
    simulator_ = {};
    std::filesystem::remove_all(folder_);
}

wms::Host& SageInABox::create() {
    wms::HostOptions options;
    options.configuration =
        options_.configure ? options_.configure(settings_.configuration) : settings_.configuration;
    options.folder = folder_ / "host";
    std::filesystem::create_directories(options.folder);
    std::filesystem::permissions(options.folder, std::filesystem::perms::owner_all);
    options.workers = options_.workers;
    options.before_jump = [this](std::int64_t time_ms) {
        return wms::set_clock(control(), time_ms);
    };
    host_ = expect(
        wms::Host::create(*plugin_.table, plugin_.manifest, std::move(options), *clock_, *secrets_),
        "creating the instance");
    return *host_;
}

wms::Host& SageInABox::connect() {
    create();
    expect(host_->connect(), "connecting");
    return *host_;
}

wms::Result<std::string> SageInABox::browse(const std::string& url) {
    if (!url.starts_with(simulator_.address + "/")) {
        throw std::runtime_error("the page is not of the simulated Sage");
    }
    return control().open_page(url.substr(simulator_.address.size()));
}

void SageInABox::disconnect() {
    if (host_ != nullptr) {
        const wms::Done stopped = host_->stop();
        static_cast<void>(stopped);
        host_.reset();
    }
}

const char* small_company() {
    return small_company_seed;
}

wms::Message despatch_of(const std::string& number, int lines) {
    wms::Despatch despatch;
    despatch.id = number;
    despatch.order_id = "SO-" + number;
    despatch.customer = {"CUST-001", "Acme Gifts Ltd", "GB", {"4 Dock Road", "Leeds"}};
    despatch.site = "MAIN";
    despatch.currency = "GBP";
    despatch.date = "2025-11-20";
    despatch.left_ms = start_of_the_jumping_clock_ms;
    despatch.carrier = "UPS";
    despatch.service_level = "standard";
    despatch.tracking_numbers = {"1Z" + number};
    for (int index = 1; index <= lines; ++index) {
        wms::DespatchLine line;
        line.id = std::to_string(index);
        line.order_line_id = line.id;
        line.item = "SKU-100";
        line.item_name = "White metal lantern";
        line.ordered = *wms::Decimal::parse("2");
        line.delivered = *wms::Decimal::parse("2");
        line.outstanding = *wms::Decimal::parse("0");
        line.price = *wms::Decimal::parse("3.39");
        despatch.lines.push_back(std::move(line));
    }
    return wms::despatch_message(despatch, wms::Envelope{});
}

}  // namespace sage::testing
