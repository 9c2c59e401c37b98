// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/bridge/rights_report.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

namespace sage {

namespace json = boost::json;

const TellsRights* rights_told_by(const Company& company) {
    return dynamic_cast<const TellsRights*>(&company);
}

void add_rights(const TellsRights* told, const Catalogue& catalogue, json::object& answer) {
    if (told == nullptr) {
        return;
    }
    const Rights rights = told->rights(catalogue);
    json::array rows;
    for (const Right& right : rights.rights) {
        rows.push_back(
            json::object{{"name", right.name},
                         {"purpose", right.purpose},
                         {"setting", right.setting},
                         {"needed", right.needed},
                         {"given", right.given ? json::value(*right.given) : json::value()},
                         {"verdict", text_of(verdict_of(right))},
                         {"fix", fix_of(right)}});
    }
    answer.emplace("rights", std::move(rows));
    answer.emplace("rightsNotShown", rights.not_shown);
}

}  // namespace sage
