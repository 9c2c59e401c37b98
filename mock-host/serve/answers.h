// SPDX-License-Identifier: Apache-2.0
// What is answered to the dashboard's page: its own files, log-in, and JSON under /api. Every
// question needs somebody who is logged in and has the role; every change besides the token that
// only our own page knows.
#pragma once

#include "mock-host/serve/actions.h"
#include "mock-host/serve/comparison.h"
#include "mock-host/serve/decisions.h"
#include "mock-host/serve/desk.h"
#include "mock-host/serve/log_ins.h"
#include "mock-host/serve/people.h"
#include "mock-host/serve/stock_correction.h"
#include "mock-host/serve/web_request.h"

namespace wms::serve {

/// Thread-safe.
class Answers {
  public:
    /// All outlive the object.
    struct Parts {
        Desk& desk;
        People& people;
        LogIns& log_ins;
        Actions& actions;
    };
    explicit Answers(const Parts& parts)
        : desk_(parts.desk),
          people_(parts.people),
          log_ins_(parts.log_ins),
          actions_(parts.actions),
          decisions_(parts.desk, parts.actions),
          comparison_(parts.desk),
          stock_(parts.desk, parts.actions) {}

    /// To a request that has passed the gate.
    Reply answer(const Request& request);

  private:
    /// Somebody who is logged in, with the roles of now.
    struct Caller {
        Person person;
        std::string token;
    };
    using Answer = Reply (Answers::*)(const Request&, const Caller&);
    struct Route {
        std::string_view method;
        std::string_view path;
        std::optional<Role> role;  ///< nothing: whoever is logged in
        Answer answer;
    };
    static const Route* route_of(const Request& request);
    Reply answer_caller(const Request& request, const Route& route);
    Reply log_in(const Request& request);

    // answers.cpp
    Reply me(const Request& request, const Caller& caller);
    Reply log_out(const Request& request, const Caller& caller);
    // answers_read.cpp
    Reply today(const Request& request, const Caller& caller);
    Reply issues(const Request& request, const Caller& caller);
    Reply document(const Request& request, const Caller& caller);
    Reply waiting(const Request& request, const Caller& caller);
    Reply compared(const Request& request, const Caller& caller);
    Reply checked(const Request& request, const Caller& caller);
    Reply settings(const Request& request, const Caller& caller);
    Reply audit(const Request& request, const Caller& caller);
    Reply live(const Request& request, const Caller& caller);
    Reply drift(const Request& request, const Caller& caller);
    // answers_change.cpp
    Reply decide(const Request& request, const Caller& caller);
    Reply read_again(const Request& request, const Caller& caller);
    Reply check(const Request& request, const Caller& caller);
    Reply compare(const Request& request, const Caller& caller);
    Reply apply(const Request& request, const Caller& caller);
    Reply go_live(const Request& request, const Caller& caller);
    Reply correct(const Request& request, const Caller& caller);

    Desk& desk_;
    People& people_;
    LogIns& log_ins_;
    Actions& actions_;
    Decisions decisions_;
    Comparison comparison_;
    StockCorrection stock_;
    std::mutex report_mutex_;
    std::string report_ = "null";  ///< of the last check
    std::string report_at_;
};

}  // namespace wms::serve
