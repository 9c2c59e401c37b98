// SPDX-License-Identifier: Apache-2.0
// A world knows one file system for the whole program, so that worlds run beside each other only in
// programs of their own: children, which leave their figures in a file.
#include "tests/simulation/range.h"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>
#include <vector>

#include "tests/simulation/figures.h"
#include "tests/simulation/plant.h"

namespace sage::simulation {
namespace {

constexpr std::uint64_t failures_shown_max = 5;
constexpr const char* seed_name = "/seed";

/// A seed is another world in another edition.
struct Regression {
    std::string edition;
    std::uint64_t seed = 0;
};

std::vector<Regression> regressions_in(const std::string& path) {
    std::vector<Regression> all;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        Regression one;
        if (!line.starts_with('#') && words >> one.edition >> one.seed) {
            all.push_back(one);
        }
    }
    return all;
}

class Range {
  public:
    Range(const RangeOptions& options, std::ostream& out) : options_(options), out_(out) {
        for (const SimulatedEdition& edition : editions()) {
            if (options_.edition.empty() || options_.edition == edition.name) {
                editions_.push_back(&edition);
            }
        }
    }

    Figures run() {
        if (editions_.empty()) {
            out_ << "no edition can be simulated\n";
            figures_.failed = 1;
            return figures_;
        }
        for (const Regression& regression : regressions_in(options_.regressions)) {
            for (const SimulatedEdition* const edition : editions_) {
                if (edition->name == regression.edition) {
                    one(*edition, regression.seed, false);
                }
            }
        }
        const std::uint64_t failures_max = options_.until_failure ? 1 : failures_shown_max;
        const std::uint64_t end = options_.first_seed + options_.seeds;
        for (std::uint64_t seed = options_.first_seed; seed < end && figures_.failed < failures_max;
             ++seed) {
            one(*editions_[seed % editions_.size()], seed,
                options_.repeat_every > 0 && seed % options_.repeat_every == 0);
        }
        return figures_;
    }

  private:
    void one(const SimulatedEdition& edition, std::uint64_t seed, bool again) {
        // A world that ends its own program is named by what is left here.
        std::ofstream(options_.folder + seed_name) << seed;
        const WorldOptions options{seed, options_.folder, options_.shows_log};
        WorldResult result = run_world(edition, options, figures_.covered);
        if (again && result.violation.empty()) {
            Covered ignored;
            const WorldResult second = run_world(edition, options, ignored);
            if (second.log_hash != result.log_hash || second.log_lines != result.log_lines) {
                result.violation = "T16: the same seed wrote another log";
            }
        }
        figures_.add(result);
        out_ << result.log;
        if (!result.violation.empty()) {
            out_ << fmt::format(
                        "seed {} ({}{}{}): {}\n"
                        "  replay: tests/run --simulation --first-seed {} --seeds 1\n",
                        seed, edition.name, result.company.empty() ? "" : ", ", result.company,
                        result.violation, seed)
                 << std::flush;
        }
    }

    const RangeOptions& options_;
    std::ostream& out_;
    std::vector<const SimulatedEdition*> editions_;
    Figures figures_;
};

/// Runs one part in a child; its figures go into its own folder.
pid_t run_child(const RangeOptions& options, std::ostream& out) {
    out.flush();
    const pid_t child = ::fork();
    if (child == 0) {
        std::filesystem::create_directory(options.folder);
        const Figures figures = Range(options, out).run();
        std::ofstream file(options.folder + "/figures");
        figures.write(file);
        file.close();
        out.flush();
        ::_exit(0);
    }
    return child;
}

Figures run_children(const RangeOptions& options, std::ostream& out) {
    std::vector<RangeOptions> parts;
    std::vector<pid_t> children;
    for (std::uint64_t job = 0; job < options.jobs; ++job) {
        RangeOptions part = options;
        part.first_seed = options.first_seed + options.seeds * job / options.jobs;
        part.seeds =
            options.first_seed + options.seeds * (job + 1) / options.jobs - part.first_seed;
        part.regressions = job == 0 ? options.regressions : "";
        part.folder = fmt::format("{}/{}", options.folder, job);
        parts.push_back(part);
        children.push_back(run_child(part, out));
    }
    Figures all;
    for (std::size_t index = 0; index < parts.size(); ++index) {
        int status = 0;
        const bool ended = children[index] > 0 && ::waitpid(children[index], &status, 0) > 0;
        Figures figures;
        std::ifstream file(parts[index].folder + "/figures");
        if (!ended || status != 0 || !figures.read(file)) {
            std::uint64_t seed = parts[index].first_seed;
            std::ifstream(parts[index].folder + seed_name) >> seed;
            out << fmt::format(
                "seed {}: the program ended with status {}\n"
                "  replay: tests/run --simulation --first-seed {} --seeds 1\n",
                seed, status, seed);
            ++figures.failed;
        }
        all.add(figures);
    }
    return all;
}

}  // namespace

bool run_range(const RangeOptions& options, std::ostream& out) {
    if (!plant(options.plant)) {
        out << "this program has no planted bug " << options.plant << "\n";
        return false;
    }
    if (options.plant != 0) {
        out << "planted: " << planted_name(options.plant) << "\n";
    }
    const auto begun = std::chrono::steady_clock::now();
    const Figures figures =
        options.jobs > 1 ? run_children(options, out) : Range(options, out).run();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    out << figures.table() << figures.line(took.count()) << std::endl;
    return figures.failed == 0;
}

}  // namespace sage::simulation
