// SPDX-License-Identifier: Apache-2.0
// The simulator's first line of output says where it listens and whom to trust.
#include "mock-host/simulator.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

namespace wms {

namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

constexpr int kStartRealMsMax = 30'000;

std::string text_of(const json::value& value, std::string_view name) {
    const json::object* object = value.if_object();
    const json::value* member = object == nullptr ? nullptr : object->if_contains(name);
    return member != nullptr && member->is_string() ? std::string(member->get_string())
                                                    : std::string();
}

}  // namespace

Result<Simulator> start_simulator(const fs::path& program, const std::string& edition,
                                  const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        return Problem{"simulator.folder", folder.string(),
                       "The simulator's folder cannot be made: " + error.message() + ".",
                       "Name a folder that this user can write to.", "it"};
    }
    Result<std::unique_ptr<Child>> child = Child::start(
        program, {"--edition", edition, "--listen", "127.0.0.1:0", "--data", folder.string()},
        folder / "simulator.log", kStartRealMsMax);
    if (!child.ok()) {
        return child.problem();
    }
    boost::system::error_code syntax;
    const json::value line = json::parse(child.value()->first_line(), syntax);
    const std::string address = syntax ? "" : text_of(line, "address");
    if (address.empty()) {
        return Problem{"simulator.first_line", program.string(),
                       "The simulator did not say where it listens.",
                       "Build host and simulator from one version.", "it"};
    }
    Result<Simulator> simulator = use_simulator(address, text_of(line, "certificateAuthorityFile"));
    if (simulator.ok()) {
        simulator.value().child = std::move(child).value();
    }
    return simulator;
}

Result<Simulator> use_simulator(const std::string& address,
                                const std::string& certificate_authority_file) {
    Result<std::unique_ptr<Control>> control = Control::open(address, certificate_authority_file);
    if (!control.ok()) {
        return control.problem();
    }
    Simulator simulator;
    simulator.control = std::move(control).value();
    simulator.address = address;
    simulator.certificate_authority_file = certificate_authority_file;
    return simulator;
}

}  // namespace wms
