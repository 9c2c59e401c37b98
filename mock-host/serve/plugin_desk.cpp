// SPDX-License-Identifier: Apache-2.0
#include "mock-host/serve/plugin_desk.h"

#include <algorithm>
#include <chrono>

#include "mock-host/audit.h"
#include "mock-host/drift_query.h"
#include "mock-host/post.h"
#include "mock-host/setup/settings_file.h"

namespace wms::serve {
namespace {

constexpr std::size_t kRefusedMax = 50;
constexpr std::chrono::seconds kLook{1};  ///< for what the warehouse has made
constexpr int kLooksBetweenConnects = 15;

/// A question, counted among those that the plugin allows at once.
class Call {
  public:
    explicit Call(std::counting_semaphore<>& calls) : calls_(calls) { calls_.acquire(); }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;
    ~Call() { calls_.release(); }

  private:
    std::counting_semaphore<>& calls_;
};

}  // namespace

Result<std::unique_ptr<PluginDesk>> PluginDesk::open(SessionOptions options,
                                                     std::optional<SessionOptions> live) {
    const Result<std::string> possible = with_settings("{}", options.settings);
    if (!possible.ok()) {
        return possible.problem();
    }
    std::unique_ptr<PluginDesk> desk(new PluginDesk());
    desk->live_ = std::move(live);
    const Done prepared = desk->prepare(std::move(options));
    if (!prepared.ok()) {
        return prepared.problem();
    }
    return desk;
}

Done PluginDesk::prepare(SessionOptions options) {
    assignments_ = std::move(options.settings);
    options.settings.clear();
    options.configure = [this](const std::string& known) { return choose(known); };
    options.flush_events = true;
    const unsigned workers = options.workers;
    Result<std::unique_ptr<Session>> session = Session::open(std::move(options));
    if (!session.ok()) {
        return session.problem();
    }
    session_ = std::move(session).value();
    const unsigned allowed = std::max(manifest().max_workers, 1U);
    const unsigned lent = std::min(workers, std::max(allowed - 1, 1U));
    calls_ = std::make_unique<std::counting_semaphore<>>(allowed > lent ? allowed - lent : 1);
    const Result<std::optional<KeptSettings>> kept = read_settings(folder());
    if (!kept.ok()) {
        return kept.problem();
    }
    kept_ = kept.value().has_value();
    if (kept_ && kept.value()->plugin_id != manifest().id) {
        return Problem{"serve.settings_file", folder().string(),
                       "The settings of this folder are those of another plugin.",
                       "Name the folder that belongs to the plugin.", "it"};
    }
    WarehouseOptions warehouse;
    warehouse.file = folder() / "warehouse.sqlite";
    warehouse.now_ms = [this] { return now_ms(); };
    Result<std::unique_ptr<Warehouse>> opened = Warehouse::open(std::move(warehouse));
    if (!opened.ok()) {
        return opened.problem();
    }
    warehouse_ = std::move(opened).value();
    (void)connect();
    if (!session_->has_host()) {
        return connection();
    }
    house_ = std::thread([this] { keep_house(); });
    return Nothing{};
}

PluginDesk::~PluginDesk() {
    end();
}

void PluginDesk::end() {
    {
        const std::lock_guard lock(facts_mutex_);
        ending_ = true;
        call_.notify_all();
    }
    if (house_.joinable()) {
        house_.join();
    }
    if (session_ == nullptr || warehouse_ == nullptr) {
        return;
    }
    {
        const std::shared_lock in_call(plugin_mutex_);
        if (session_->has_host()) {
            session_->host().call_back();
        }
    }
    const std::unique_lock alone(plugin_mutex_);
    if (session_->has_host()) {
        session_->host().carry_on();
        PostResult result;
        (void)note_outcomes(*warehouse_, session_->host(), result);
    }
}

std::string PluginDesk::choose(const std::string& known) {
    const std::lock_guard lock(facts_mutex_);
    in_use_ = trial_.empty() ? known : trial_;
    if (!kept_ && trial_.empty()) {
        Result<std::string> changed = with_settings(in_use_, assignments_);
        in_use_ = changed.ok() ? std::move(changed).value() : in_use_;
    }
    return in_use_;
}

Done PluginDesk::connect() {
    (void)session_->end();
    Done begun = session_->begin();
    const std::lock_guard lock(facts_mutex_);
    connection_ = begun.ok() ? Problem() : begun.problem();
    return begun;
}

Result<StatusCounts> PluginDesk::settle() {
    hand_over_waiting();
    const std::shared_lock in_call(plugin_mutex_);
    return session_->has_host() ? session_->host().settle(0) : Result<StatusCounts>(connection());
}

Problem PluginDesk::connection() const {
    const std::lock_guard lock(facts_mutex_);
    return connection_;
}

Result<std::string> PluginDesk::ask(std::string_view request) {
    const std::shared_lock in_call(plugin_mutex_);
    if (!session_->has_host()) {
        return connection();
    }
    const Call call(*calls_);
    return session_->host().query(request);
}

Done PluginDesk::submit(const Message& message) {
    const std::shared_lock in_call(plugin_mutex_);
    if (!session_->has_host()) {
        return connection();
    }
    const Result<Receipt> receipt = session_->host().submit(message);
    return receipt.ok() ? Done(Nothing{}) : Done(receipt.problem());
}

Done PluginDesk::record(const std::string& line) {
    const std::shared_lock in_call(plugin_mutex_);
    if (session_->has_host()) {
        return session_->host().record(line);
    }
    const std::lock_guard alone(trail_mutex_);
    const Result<std::unique_ptr<Audit>> trail = Audit::open(folder() / kAuditFile);
    return trail.ok() ? trail.value()->append(line) : trail.problem();
}

std::vector<Problem> PluginDesk::refused() const {
    const std::lock_guard lock(facts_mutex_);
    return {refused_.begin(), refused_.end()};
}

Result<std::string> PluginDesk::document(const std::string& message_id) {
    Result<KeptDocument> found = warehouse_->document(message_id);
    return found.ok() ? Result<std::string>(std::move(found.value().message.json))
                      : Result<std::string>(found.problem());
}

Result<std::vector<StockFigure>> PluginDesk::stock() {
    hand_over_waiting();
    const Done all = all_handed_over(*warehouse_);
    return all.ok() ? Result<std::vector<StockFigure>>(warehouse_->stock())
                    : Result<std::vector<StockFigure>>(all.problem());
}

Done PluginDesk::read_again() {
    const std::unique_lock alone(plugin_mutex_);
    return connect();
}

Result<std::string> PluginDesk::check() {
    const std::unique_lock alone(plugin_mutex_);
    if (!session_->has_host()) {
        return connection();
    }
    return session_->host().check();
}

std::string PluginDesk::settings() const {
    const std::lock_guard lock(facts_mutex_);
    return in_use_;
}

Done PluginDesk::apply(const std::string& settings) {
    const Done checked = check_configuration(settings, manifest());
    if (!checked.ok()) {
        return checked;
    }
    const std::unique_lock alone(plugin_mutex_);
    const auto use = [this](const std::string& trial) {
        const std::lock_guard lock(facts_mutex_);
        trial_ = trial;
    };
    use(settings);
    Done done = connect();
    if (done.ok()) {
        done = write_settings(folder(), {manifest().id, settings});
    }
    use({});
    if (done.ok()) {
        kept_ = true;
    } else {
        (void)connect();
    }
    return done;
}

std::filesystem::path PluginDesk::live_folder() const {
    return live_.has_value() ? live_->data : std::filesystem::path();
}

Result<PromoteResult> PluginDesk::go_live(const std::string& person, const std::string& answers,
                                          const std::string& reason) {
    if (!live_.has_value()) {
        return Problem{"serve.no_live", "", "This server was given no folder for live.",
                       "Start mock-host serve with --live and the folder for live.", "it"};
    }
    PromoteOptions options;
    options.from = folder();
    options.from_is_held = true;
    options.session = *live_;
    options.session.person = person;
    options.answers = answers;
    options.reason = reason;
    options.say = [](std::string_view) {};
    const std::unique_lock alone(plugin_mutex_);
    // Its outbox is asked what was tried, and has room for one instance.
    session_->close();
    Result<PromoteResult> result = promote(options);
    (void)connect();
    return result;
}

bool PluginDesk::holds_secret(std::string_view text) const {
    const std::shared_lock in_call(plugin_mutex_);
    return session_->has_host() && session_->secrets().holds_value(text);
}

void PluginDesk::hand_over_waiting() {
    const std::shared_lock in_call(plugin_mutex_);
    if (!session_->has_host()) {
        return;
    }
    PostResult result;
    const Done done = hand_over(*warehouse_, session_->host(), result);
    const std::lock_guard lock(facts_mutex_);
    for (Problem& refused : result.refused) {
        refused_.push_back(std::move(refused));
    }
    if (!done.ok()) {
        refused_.push_back(done.problem());
    }
    while (refused_.size() > kRefusedMax) {
        refused_.pop_front();
    }
}

void PluginDesk::keep_house() {
    int looks = 0;
    std::unique_lock lock(facts_mutex_);
    while (!ending_) {
        const bool again = !connection_.code.empty() && ++looks % kLooksBetweenConnects == 0;
        lock.unlock();
        if (again) {
            (void)read_again();
        } else {
            hand_over_waiting();
        }
        lock.lock();
        call_.wait_for(lock, kLook, [this] { return ending_; });
    }
}

}  // namespace wms::serve
