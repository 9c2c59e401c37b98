// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/network.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "sage-adapter/base/planted_bug.h"

namespace sage::simulation {
namespace {

constexpr std::string_view proxy_page =
    "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>";

std::string name_of(const Request& request) {
    std::string text = request.method + " " + request.target + "\n";
    for (const Header& header : request.headers) {
        if (!carries_token(header)) {
            text += header.value + "\n";
        }
    }
    return text + request.body;
}

}  // namespace

void Network::count(Fault fault, const std::string& detail) {
    faults_.fire(fault);
    log_.line(clock_.true_ms(), text_of(fault), detail);
}

void Network::heal() {
    percent_ = 0;
    questions_fail_until_ms_ = 0;
}

std::int64_t Network::next_late_ms() const {
    std::int64_t next = std::numeric_limits<std::int64_t>::max();
    for (const Late& one : late_) {
        next = std::min(next, one.at_ms);
    }
    return next;
}

void Network::pass(std::int64_t ms) {
    const std::int64_t until_ms = clock_.true_ms() + ms;
    for (std::int64_t next = next_late_ms(); next < until_ms; next = next_late_ms()) {
        clock_.advance(next - clock_.true_ms());
        deliver_late();
    }
    clock_.advance(until_ms - clock_.true_ms());
    deliver_late();
}

void Network::deliver_late() {
    for (std::size_t index = 0; index < late_.size();) {
        if (late_[index].at_ms > clock_.true_ms()) {
            ++index;
            continue;
        }
        const Request request = std::move(late_[index].request);
        const std::string reference = std::move(late_[index].reference);
        late_.erase(late_.begin() + static_cast<std::ptrdiff_t>(index));
        if (kept_failures_.contains(name_of(request))) {
            continue;  // The server refused this key before: it gives that answer again.
        }
        Known* const document = checker_.of_reference(reference);
        const Reply reply = sage_.carry_out(request);
        log_.line(clock_.true_ms(), "carried out late", std::to_string(reply.status));
        if (document != nullptr) {
            checker_.arrived(document, false);
        }
        checker_.in_sage(sage_.fresh(), document, reference);
    }
}

Evidence Network::carried(const Request& request, Known* document, bool multiplied) {
    const auto kept = kept_failures_.find(name_of(request));
    Evidence evidence;
    evidence.outcome = Outcome::answered;
    evidence.bytes_sent = request.body.size() + 100;
    if (kept != kept_failures_.end()) {
        evidence.reply = kept->second;
        return evidence;
    }
    evidence.reply = sage_.carry_out(request);
    checker_.arrived(document, multiplied);
    checker_.in_sage(sage_.fresh(), document, document == nullptr ? "" : document->reference);
    return evidence;
}

Evidence Network::exchange(const Request& request, int instance, std::int64_t attempt,
                           std::int64_t time_limit_ms) {
    ++exchanges_;
    deliver_late();
    Known* const document = attempt == 0 ? nullptr : checker_.of_request(request, instance);
    const Kind kind = request.target == token_target_ ? Kind::token
                      : document != nullptr           ? Kind::posting
                                                      : Kind::question;
    clock_.advance(chance_.between(5, 400));
    const bool unasked = kind == Kind::question && clock_.true_ms() < questions_fail_until_ms_ &&
                         (!only_by_reference_ || checker_.names_reference(request));
    Evidence evidence = unasked                     ? misanswered_question(request)
                        : chance_.percent(percent_) ? faulty(request, time_limit_ms, kind, document)
                                                    : carried(request, document);
    if (document != nullptr && evidence.outcome == Outcome::not_sent) {
        Checker::not_left(*document, attempt);
    }
    Checker::evidence(document, attempt, evidence);
    log_.line(clock_.true_ms(), "exchange",
              fmt::format("{} {} -> {} {}", request.method, request.target,
                          static_cast<int>(evidence.outcome), evidence.reply.status));
    return evidence;
}

Evidence Network::not_sent(Fault fault, std::string reason) {
    count(fault, reason);
    return {Outcome::not_sent, {}, std::move(reason), 0};
}

Evidence Network::maybe(Fault fault, std::string reason, std::int64_t took_ms) {
    pass(took_ms);
    count(fault, reason);
    return {Outcome::maybe_sent, {}, std::move(reason), 40};
}

Evidence Network::answered(Fault fault, Reply reply) {
    count(fault, std::to_string(reply.status));
    return {Outcome::answered, std::move(reply), "", 200};
}

Evidence Network::faulty(const Request& request, std::int64_t limit_ms, Kind kind,
                         Known* document) {
    const std::uint64_t draw = chance_.below(100);
    if (draw < 20) {
        switch (chance_.below(7)) {
            case 0:
                return not_sent(Fault::name_failure, "the name is not known");
            case 1:
                return not_sent(Fault::connection_refused, "connection refused");
            case 2:
                pass(limit_ms);
                return not_sent(Fault::black_hole, "no connection in time");
            case 3:
                return not_sent(Fault::certificate_wrong, "the certificate is not trusted");
            case 4:
                return not_sent(Fault::tls_cut, "the handshake was cut");
            default:
                return not_sent(Fault::reset_before_request, "reset before the first byte");
        }
    }
    if (draw < 60 || kind == Kind::token) {
        if (kind == Kind::token && draw < 80) {
            static_cast<void>(carried(request, nullptr));
            return maybe(Fault::token_reply_lost, "the token's reply was lost", 100);
        }
        return broken(request, limit_ms, document);
    }
    return kind == Kind::posting ? misanswered(request, document) : misanswered_question(request);
}

Evidence Network::broken(const Request& request, std::int64_t limit_ms, Known* document) {
    const std::uint64_t draw = chance_.below(12);
    if (draw < 4) {
        switch (draw) {
            case 0:
                return maybe(Fault::reset_in_request, "reset while sending", 50);
            case 1:
                return maybe(Fault::half_request, "the request was cut", 50);
            case 2:
                return maybe(Fault::stalled, "no reply in time", limit_ms);
            default:
                return late(request, limit_ms, document);
        }
    }
    if (draw == 4) {
        static_cast<void>(late(request, limit_ms, document));
        return {Outcome::maybe_sent, {}, "no reply in time", 40};
    }
    Evidence carried_out = carried(request, document);
    if (planted(PlantedBug::resend_by_keep_alive) && document != nullptr) {
        return carried(request, document);
    }
    switch (draw) {
        case 5:
            return maybe(Fault::reset_after_request, "reset before the reply", 50);
        case 6:
            return maybe(Fault::reset_in_reply, "reset in the reply", 50);
        case 7:
            return maybe(Fault::half_reply, "the reply was cut", 50);
        case 8:
            return maybe(Fault::tls_cut, "cut without close-notify", 50);
        case 9:
            count(Fault::slow, "");
            pass(limit_ms - 1);
            return carried_out;
        case 10:
            count(Fault::delivered_twice, "");
            static_cast<void>(carried(request, document, true));
            return carried_out;
        default:
            count(Fault::delivered_twice, "and the reply lost");
            static_cast<void>(carried(request, document, true));
            return maybe(Fault::reset_after_request, "reset before the reply", 50);
    }
}

Evidence Network::late(const Request& request, std::int64_t limit_ms, Known* document) {
    if (document == nullptr) {
        return maybe(Fault::stalled, "no reply in time", limit_ms);
    }
    const bool beyond = chance_.percent(5);
    const std::int64_t wait = beyond ? settle_ms + chance_.between(300'000, 7'200'000)
                                     : chance_.between(1'000, settle_ms - 60'000);
    document->beyond_settle = document->beyond_settle || beyond;
    Evidence evidence = maybe(beyond ? Fault::executed_beyond_settle : Fault::executed_late,
                              "no reply in time", limit_ms);
    late_.push_back({clock_.true_ms() + wait, request, document->reference});
    return evidence;
}

Evidence Network::misanswered(const Request& request, Known* document) {
    Reply reply;
    switch (chance_.below(15)) {
        case 13:
            return refused(request, document);
        case 14:
            return success_of_another(request, document);
        case 0:
            reply.status = static_cast<int>(chance_.between(300, 599));
            reply.body = chance_.percent(50) ? std::string(proxy_page) : "{}";
            return answered(Fault::status_without_effect, std::move(reply));
        case 1: {
            static_cast<void>(carried(request, document));
            const int statuses[] = {500, 502, 503, 504, 408};
            reply.status = statuses[chance_.below(5)];
            reply.body = chance_.percent(50) ? "" : std::string(proxy_page);
            return answered(Fault::status_after_effect, std::move(reply));
        }
        case 2:
            static_cast<void>(carried(request, document));
            return answered(Fault::success_empty, {201, {}, ""});
        case 3: {
            Evidence whole = carried(request, document);
            whole.reply.body.resize(whole.reply.body.size() / 2);
            return answered(Fault::success_truncated, std::move(whole.reply));
        }
        case 4:
            static_cast<void>(carried(request, document));
            return answered(Fault::success_wrong_type, {200, {}, "[1,2,3]"});
        case 5: {
            Evidence whole = carried(request, document);
            whole.reply.status = chance_.percent(50) ? 500 : 502;
            return answered(Fault::success_body_error_status, std::move(whole.reply));
        }
        case 6:
            return answered(Fault::error_body_success_status,
                            {200, {}, std::string(sage_.text("/errorReply"))});
        case 7:
            return answered(Fault::throttled,
                            {429,
                             chance_.percent(50) ? std::vector<Header>{{"Retry-After", "30"}}
                                                 : std::vector<Header>{},
                             ""});
        case 8:
            return answered(
                Fault::throttled_absurdly,
                {429, {{"Retry-After", chance_.percent(50) ? "99999999999" : "-5"}}, "slow down"});
        case 9: {
            if (chance_.percent(50)) {
                static_cast<void>(carried(request, document));
            }
            reply.status = 500;
            keep_failure(request, reply);
            return answered(Fault::failure_cached, std::move(reply));
        }
        case 10:
            return answered(Fault::key_conflict, {409, {}, ""});
        case 11:
            return answered(Fault::maintenance, {503, {}, std::string(proxy_page)});
        default:
            return answered(Fault::proxy_page, {200, {}, std::string(proxy_page)});
    }
}

/// The document is made, and the reply names another one.
Evidence Network::success_of_another(const Request& request, Known* document) {
    Evidence whole = carried(request, document);
    const std::string_view body = sage_.reply_of_another(request);
    if (body.empty() || whole.reply.status >= 300 || document->in_sage.empty()) {
        return whole;
    }
    document->lied_about = true;
    return answered(Fault::success_wrong_id, {201, {}, std::string(body)});
}

/// A Sage that knows a request by its key answers it the same again.
void Network::keep_failure(const Request& request, const Reply& reply) {
    const std::string header(sage_.text("/keptReplyHeader"));
    if (!header.empty()) {
        kept_failures_[name_of(request)] = {
            reply.status, {{header, "2025-11-24T00:00:00Z"}}, reply.body};
    }
}

/// Sage refuses the document, keeps the refusal under its key if it has one, and the reply may be
/// lost. Only what has never reached Sage can be refused.
Evidence Network::refused(const Request& request, Known* document) {
    const std::string_view body = sage_.text("/refusalReply");
    if (document->attempts.size() > 1 || document->stored_anew || body.empty()) {
        return answered(Fault::proxy_page, {200, {}, std::string(proxy_page)});
    }
    const int status = std::stoi(std::string(sage_.text("/refusalStatus")));
    Reply reply{status, {}, std::string(body)};
    keep_failure(request, reply);
    checker_.arrived(document, false);
    return chance_.percent(60) ? answered(Fault::refused_for_good, std::move(reply))
                               : maybe(Fault::refused_for_good, "the refusal was lost", 50);
}

Evidence Network::misanswered_question(const Request& request) {
    switch (chance_.below(5)) {
        case 0:
            return answered(Fault::search_error_as_empty,
                            {200, {}, std::string(sage_.text("/errorReply"))});
        case 1: {
            Evidence whole = carried(request, nullptr);
            whole.reply.body.resize(whole.reply.body.size() / 2);
            return answered(Fault::search_cut, std::move(whole.reply));
        }
        case 2:
            return answered(Fault::maintenance, {503, {}, std::string(proxy_page)});
        case 3:
            return answered(Fault::status_without_effect,
                            {static_cast<int>(chance_.between(300, 599)), {}, ""});
        default:
            return answered(Fault::proxy_page, {200, {}, std::string(proxy_page)});
    }
}

Evidence Wire::exchange(const Request& request, std::int64_t time_limit_ms) {
    const std::int64_t attempt = network_.leaving(request, instance_);
    interruptions_.at(Moment::before_exchange, instance_);
    Evidence evidence = network_.exchange(request, instance_, attempt, time_limit_ms);
    interruptions_.at(Moment::after_exchange, instance_);
    return evidence;
}

}  // namespace sage::simulation
