// SPDX-License-Identifier: Apache-2.0
// Every value is bound as a text: SQLite turns digits into numbers by the type of the column, and
// leaves all other bytes as they are, in whatever encoding. The session is made without Poco's
// registry of connectors, which is one for the whole process.
#include "plugins/sage_simulator/table_file.h"

#include <Poco/Data/SQLite/SessionImpl.h>
#include <Poco/Data/Session.h>
#include <Poco/Data/Statement.h>
#include <Poco/Nullable.h>

#include <map>

namespace sage {
namespace {

namespace data = Poco::Data;

constexpr std::size_t open_seconds = 5;

Error failed(const std::string& path, const std::string& why) {
    return {Status::storage,
            Problem{"simulator.tables", "", "The tables cannot be written to " + path + ": " + why,
                    "Give --data a folder that this user can write, with space on its disk.",
                    Owner::it}};
}

std::string quoted(const std::string& name) {
    return '"' + name + '"';
}

/// The texts of a table's statements.
struct Statements {
    std::string make;
    std::string put;
    std::string remove;
};

Statements statements_of(const TableLayout& table) {
    Statements texts;
    std::string columns;
    std::string names;
    std::string places;
    for (const TableColumn& column : table.columns) {
        columns += columns.empty() ? "" : ", ";
        columns += quoted(column.name) + (column.type.empty() ? "" : " " + column.type);
        names += ", " + quoted(column.name);
        places += ", ?";
    }
    const std::string name = quoted(table.name);
    texts.make.append("CREATE TABLE ").append(name).append(" (").append(columns).append(")");
    texts.put.append("INSERT OR REPLACE INTO ").append(name).append(" (rowid").append(names);
    texts.put.append(") VALUES (?").append(places).append(")");
    texts.remove.append("DELETE FROM ").append(name).append(" WHERE rowid = ?");
    return texts;
}

class TableFile final : public TableWriter {
  public:
    TableFile(std::string path, data::Session session)
        : path_(std::move(path)), session_(std::move(session)) {}

    Result<void> lay_out(const std::vector<TableLayout>& tables) override {
        return in_transaction([&] {
            for (const TableLayout& table : tables) {
                const Statements texts = statements_of(table);
                std::string drop = "DROP TABLE IF EXISTS ";
                run(drop.append(quoted(table.name)));
                run(texts.make);
                statements_.insert_or_assign(table.name, texts);
            }
        });
    }

    Result<void> write(const std::vector<TableChange>& changes) override {
        return in_transaction([&] {
            for (const TableChange& change : changes) {
                const Statements& texts = statements_.at(change.table);
                for (const TableRow& row : change.written) {
                    put(texts.put, row);
                }
                for (const std::int64_t id : change.removed) {
                    data::Statement statement(session_);
                    statement << texts.remove, data::Keywords::bind(id);
                    statement.execute();
                }
            }
        });
    }

    std::string place() const override { return path_; }

  private:
    template <class Work>
    Result<void> in_transaction(const Work& work) {
        try {
            session_.begin();
            work();
            session_.commit();
            return {};
        } catch (const Poco::Exception& thrown) {
            return given_up(thrown.displayText());
        } catch (const std::exception& thrown) {
            return given_up(thrown.what());
        }
    }

    Error given_up(const std::string& why) {
        try {
            session_.rollback();
        } catch (const Poco::Exception&) {
            return failed(path_, why + "; nor can the change be taken back");
        }
        return failed(path_, why);
    }

    void run(const std::string& sql) {
        data::Statement statement(session_);
        statement << sql;
        statement.execute();
    }

    void put(const std::string& sql, const TableRow& row) {
        data::Statement statement(session_);
        statement << sql, data::Keywords::bind(row.id);
        for (const auto& value : row.values) {
            statement, data::Keywords::bind(value ? Poco::Nullable<std::string>(*value)
                                                  : Poco::Nullable<std::string>());
        }
        statement.execute();
    }

    std::string path_;
    data::Session session_;
    std::map<std::string, Statements> statements_;
};

}  // namespace

Result<std::unique_ptr<TableWriter>> open_table_file(const std::string& path) {
    try {
        Poco::AutoPtr<data::SessionImpl> implementation(
            new data::SQLite::SessionImpl(path, open_seconds));
        data::Session session(implementation);
        std::string mode;
        session << "PRAGMA journal_mode = WAL", data::Keywords::into(mode), data::Keywords::now;
        session << "PRAGMA synchronous = OFF", data::Keywords::now;
        return std::unique_ptr<TableWriter>(new TableFile(path, std::move(session)));
    } catch (const Poco::Exception& thrown) {
        return failed(path, thrown.displayText());
    }
}

}  // namespace sage
