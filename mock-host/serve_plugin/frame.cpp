// SPDX-License-Identifier: Apache-2.0
#include "mock-host/serve_plugin/frame.h"

#include <string.h>

#include <cstring>

namespace wms::remote {

namespace {

constexpr std::size_t kLengthBytes = sizeof(std::uint32_t);

}  // namespace

FrameWriter::FrameWriter(Word word) : bytes_(kLengthBytes, '\0') {
    bytes_.push_back(static_cast<char>(word));
    seal();
}

FrameWriter& FrameWriter::number(std::int64_t value) {
    char raw[sizeof value];
    std::memcpy(raw, &value, sizeof value);
    bytes_.append(raw, sizeof value);
    seal();
    return *this;
}

FrameWriter& FrameWriter::text(std::string_view value) {
    number(static_cast<std::int64_t>(value.size()));
    bytes_.append(value);
    seal();
    return *this;
}

void FrameWriter::wipe() {
    ::explicit_bzero(bytes_.data(), bytes_.size());
}

void FrameWriter::seal() {
    const auto length = static_cast<std::uint32_t>(bytes_.size() - kLengthBytes);
    std::memcpy(bytes_.data(), &length, sizeof length);
}

FrameReader::FrameReader(std::string_view frame) : rest_(frame) {
    if (rest_.empty()) {
        good_ = false;
        return;
    }
    word_ = static_cast<Word>(static_cast<unsigned char>(rest_.front()));
    rest_.remove_prefix(1);
}

std::int64_t FrameReader::number() {
    std::int64_t value = 0;
    if (!good_ || rest_.size() < sizeof value) {
        good_ = false;
        return 0;
    }
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
}

std::string_view FrameReader::text() {
    const std::int64_t length = number();
    if (!good_ || length < 0 || static_cast<std::uint64_t>(length) > rest_.size()) {
        good_ = false;
        return {};
    }
    const std::string_view value = rest_.substr(0, static_cast<std::size_t>(length));
    rest_.remove_prefix(value.size());
    return value;
}

}  // namespace wms::remote
