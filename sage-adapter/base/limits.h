// SPDX-License-Identifier: Apache-2.0
// Every limit of the adapter in one place, each with its reason. What a user may want to change is
// a setting instead; these bound memory, time and the wire whatever the settings say.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sage::limits {

// The largest real document seen has 593 lines and 180 KiB; twenty times that.
inline constexpr std::size_t document_bytes_max = 4 * 1024 * 1024;
inline constexpr std::size_t document_lines_max = 10'000;
// Boost.JSON's own default, kept explicit so that an upgrade cannot move it.
inline constexpr std::size_t json_depth_max = 32;
// Members of one object: more is no document and no reply, and bounds what hash collisions can
// cost.
inline constexpr std::size_t json_members_max = 10'000;
// Replies and requests in XML are nested a dozen deep; of elements a line of a document has thirty
// at most, and each costs some hundred bytes in memory.
inline constexpr std::size_t xml_depth_max = 32;
inline constexpr std::size_t xml_elements_max = 400'000;
// A member name or a value repeated in an error; the rest is cut.
inline constexpr std::size_t quoted_bytes_max = 80;
// Problems told about one document: a person who has a thousand to mend needs no more to begin.
inline constexpr std::size_t problems_max = 1'000;
// Digits of a decimal and places after the point: products of two fit 256 bits, sums of ten
// thousand of them fit 128 (document/decimal.h).
inline constexpr int decimal_digits_max = 24;
inline constexpr int decimal_scale_max = 10;
// Identifiers go into keys, log lines and Sage fields.
inline constexpr std::size_t identifier_bytes_max = 128;
inline constexpr std::size_t text_bytes_max = 4'000;
inline constexpr std::size_t notes_max = 100;
// Twelve parcels are common, hundreds on a pallet shipment exist.
inline constexpr std::size_t tracking_numbers_max = 1'000;
// A catalogue page of 4,000 items with notes stays below this; anything larger is not Sage.
inline constexpr std::size_t reply_bytes_max = 16 * 1024 * 1024;
inline constexpr std::size_t reply_headers_max = 100;
// Rows of one query of a database, whose values are bounded by reply_bytes_max besides: what a
// page of the catalogue is held in until it has become records.
inline constexpr std::size_t query_rows_max = 10'000;
// One value of a database. Sage 50's longest text has 32,767 characters.
inline constexpr std::size_t query_value_bytes_max = 128 * 1024;
inline constexpr std::size_t settings_bytes_max = 1024 * 1024;
// A query may hold a document, to be previewed, or as many small ones to be compared.
inline constexpr std::size_t query_bytes_max = document_bytes_max + 1024;
// Documents of one shadow query: what one question to Sage is about.
inline constexpr std::size_t shadow_documents_max = 50;
// Told of one document of a shadow run: with more it is another document.
inline constexpr std::size_t shadow_differences_max = 100;
// Told where a shadow run finds several: who looks them up needs no more to begin.
inline constexpr std::size_t shadow_candidates_max = 10;
// Linux knows no longer path.
inline constexpr std::size_t path_bytes_max = 4096;
// What the host says about a failure of its own and we repeat.
inline constexpr std::size_t host_words_bytes_max = 500;
// Claimed at once by one caller of work, so that one look at the queue serves several documents.
inline constexpr std::size_t claim_batch_max = 32;
// Canonical bytes of documents kept as read until their turn comes.
inline constexpr std::size_t recent_documents_bytes_max = 4 * 1024 * 1024;
// Documents verified by one query (delivery.h, read-back).
inline constexpr std::size_t read_back_batch_max = 50;
// Facts of one such query, those of lines included: bounds its memory and the lines it asks for.
inline constexpr std::size_t read_back_facts_max = 20'000;
// Findings of one reconciliation that a query answers, and references remembered as told: more are
// no exceptions any more, and the events tell them all.
inline constexpr std::size_t findings_kept_max = 5'000;
// Commits are shared by what has gathered meanwhile; this bounds one commit's size.
inline constexpr std::size_t commit_batch_max = 64;
// Events read at once and kept in memory until the host has acknowledged them.
inline constexpr std::size_t events_read_ahead_max = 64;
inline constexpr std::uint64_t queue_documents_max = 5'000'000;

}  // namespace sage::limits
