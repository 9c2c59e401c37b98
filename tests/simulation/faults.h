// SPDX-License-Identifier: Apache-2.0
// The faults that a simulated world injects, each with its number in the project's list of 58 and a
// counter: a kind that never fires proves nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sage::simulation {

enum class Fault : std::uint8_t {
    killed_inside_commit,
    killed_between_steps,
    paused_beyond_lease,
    destroyed_and_made_again,
    stopped_at_work,
    second_instance_refused,
    two_instances,
    no_worker_for_long,
    callback_entered_again,
    disk_full,
    disk_error,
    sync_failed,
    sync_lied,
    write_torn,
    writes_reordered,
    bit_flipped,
    shared_memory_deleted,
    read_only,
    disk_busy,
    schema_newer,
    backup_restored,
    name_failure,
    connection_refused,
    black_hole,
    slow,
    reset_before_request,
    reset_in_request,
    reset_after_request,
    reset_in_reply,
    half_request,
    half_reply,
    stalled,
    delivered_twice,
    executed_late,
    executed_beyond_settle,
    proxy_page,
    tls_cut,
    certificate_wrong,
    status_without_effect,
    status_after_effect,
    refused_for_good,
    success_empty,
    success_truncated,
    success_wrong_type,
    success_wrong_id,
    success_body_error_status,
    error_body_success_status,
    throttled,
    throttled_absurdly,
    failure_cached,
    key_conflict,
    duplicates_accepted,
    search_lags,
    search_error_as_empty,
    search_cut,
    maintenance,
    clock_jumped,
    token_expired,
    token_revoked,
    token_reply_lost,
    secrets_unavailable,
    audit_refused,
    host_repeated,
    host_conflicted,
    host_cancelled,
    operator_decided,
    operator_decided_wrongly,
    master_data_changed,
    count_
};

inline constexpr std::size_t fault_count = static_cast<std::size_t>(Fault::count_);

/// "F28 name failure".
std::string_view text_of(Fault fault);

struct Faults {
    std::array<std::uint64_t, fault_count> counts{};
    Fault last = Fault::count_;  ///< none yet

    void fire(Fault fault) {
        ++counts[static_cast<std::size_t>(fault)];
        last = fault;
    }
    std::uint64_t fired() const {
        std::uint64_t sum = 0;
        for (const std::uint64_t count : counts) {
            sum += count;
        }
        return sum;
    }
};

}  // namespace sage::simulation
