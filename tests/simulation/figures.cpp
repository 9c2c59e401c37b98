// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <istream>
#include <numeric>
#include <ostream>

namespace sage::simulation {
namespace {

std::uint64_t sum(const std::vector<std::uint64_t>& all) {
    return std::accumulate(all.begin(), all.end(), std::uint64_t{0});
}

std::uint64_t median(std::vector<std::uint64_t> all) {
    if (all.empty()) {
        return 0;
    }
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
    std::nth_element(all.begin(), middle, all.end());
    return *middle;
}

std::uint64_t least_of(const std::vector<std::uint64_t>& all) {
    return all.empty() ? 0 : *std::min_element(all.begin(), all.end());
}

template <class Numbers>
void write_all(std::ostream& out, const Numbers& numbers) {
    out << numbers.size();
    for (const auto number : numbers) {
        out << ' ' << number;
    }
    out << '\n';
}

std::vector<std::uint64_t> read_all(std::istream& in) {
    std::size_t count = 0;
    in >> count;
    std::vector<std::uint64_t> numbers;
    for (std::uint64_t number = 0; numbers.size() < count && in >> number;) {
        numbers.push_back(number);
    }
    return numbers;
}

}  // namespace

void Figures::add(const WorldResult& result) {
    ++seeds;
    in_memory += result.in_memory ? 1U : 0U;
    steps += result.steps;
    failed += result.violation.empty() ? 0U : 1U;
    recoveries_disturbed += result.faults_while_recovering > 0 ? 1U : 0U;
    // One hash for a range, however it is shared out.
    hash += result.log_hash * (2 * result.seed + 1);
    documents.push_back(result.documents);
    fired.push_back(result.faults.fired());
    Figures tallied;
    tallied.faults = result.faults;
    tallied.tally = result.tally;
    add(tallied);
}

void Figures::add(const Figures& other) {
    seeds += other.seeds;
    in_memory += other.in_memory;
    steps += other.steps;
    failed += other.failed;
    recoveries_disturbed += other.recoveries_disturbed;
    hash += other.hash;
    documents.insert(documents.end(), other.documents.begin(), other.documents.end());
    fired.insert(fired.end(), other.fired.begin(), other.fired.end());
    for (std::size_t index = 0; index < fault_count; ++index) {
        faults.counts[index] += other.faults.counts[index];
    }
    tally.lost += other.tally.lost;
    tally.doubled += other.tally.doubled;
    tally.stuck += other.tally.stuck;
    tally.beyond_settle += other.tally.beyond_settle;
    tally.by_proxy += other.tally.by_proxy;
    for (std::size_t edge = 0; edge < edge_numbers; ++edge) {
        tally.edges.at(edge) += other.tally.edges.at(edge);
    }
    covered.insert(other.covered.begin(), other.covered.end());
}

void Figures::write(std::ostream& out) const {
    for (const std::uint64_t number :
         {seeds, in_memory, steps, failed, recoveries_disturbed, hash, tally.lost, tally.doubled,
          tally.stuck, tally.beyond_settle, tally.by_proxy}) {
        out << number << '\n';
    }
    write_all(out, documents);
    write_all(out, fired);
    write_all(out, faults.counts);
    write_all(out, tally.edges);
    write_all(out, covered);
    out << "whole\n";
}

bool Figures::read(std::istream& in) {
    for (std::uint64_t* const number :
         {&seeds, &in_memory, &steps, &failed, &recoveries_disturbed, &hash, &tally.lost,
          &tally.doubled, &tally.stuck, &tally.beyond_settle, &tally.by_proxy}) {
        in >> *number;
    }
    documents = read_all(in);
    fired = read_all(in);
    const std::vector<std::uint64_t> counts = read_all(in);
    std::copy_n(counts.begin(), std::min(counts.size(), fault_count), faults.counts.begin());
    const std::vector<std::uint64_t> edges = read_all(in);
    std::copy_n(edges.begin(), std::min(edges.size(), edge_numbers), tally.edges.begin());
    for (const std::uint64_t one : read_all(in)) {
        covered.insert(static_cast<std::uint32_t>(one));
    }
    std::string end;
    return in >> end && end == "whole";
}

std::string Figures::table() const {
    std::string out;
    for (std::size_t index = 0; index < fault_count; ++index) {
        out +=
            fmt::format("  {:>10}  {}\n", faults.counts[index], text_of(static_cast<Fault>(index)));
    }
    for (std::size_t edge = 2; edge < edge_numbers; ++edge) {
        out += fmt::format("  {:>10}  E{}\n", tally.edges.at(edge), edge);
    }
    return out;
}

std::string Figures::line(double seconds) const {
    const auto least =
        std::min_element(faults.counts.begin(), faults.counts.end()) - faults.counts.begin();
    return fmt::format(
        "simulation: {} seeds, memory {}, {} steps, {} documents (median {} a seed, least {}), {} "
        "faults "
        "fired "
        "(median {} a seed, least {}; least often {}: {}), {} seeds with a fault during recovery, "
        "{} "
        "of edges x classes x faults, {:.1f} s, {} failed, {} lost, {} doubled, {} stuck; of the "
        "exempt: {} carried out beyond settle, {} doubled by a proxy; log {:016x}",
        seeds, in_memory, steps, sum(documents), median(documents), least_of(documents), sum(fired),
        median(fired), least_of(fired), text_of(static_cast<Fault>(least)),
        faults.counts[static_cast<std::size_t>(least)], recoveries_disturbed, covered.size(),
        seconds, failed, tally.lost, tally.doubled, tally.stuck, tally.beyond_settle,
        tally.by_proxy, hash);
}

}  // namespace sage::simulation
