// SPDX-License-Identifier: Apache-2.0
// The parts that read.cpp puts a document together from. Internal to this folder.
#pragma once

#include "sage-adapter/document/document.h"
#include "sage-adapter/document/reader.h"
#include "sage-adapter/document/shape.h"

namespace sage {

/// Lines of the body, each at the index it was submitted at. What a line says by itself is checked
/// here too (validate_line), as long as all of it could be read.
void read_lines(const Reader& body, const Shape& shape, Document& document);

/// Carriage, promotions and the like.
void read_charges(const Reader& body, Document& document);

/// The rules between the members of one line.
void validate_line(const Reader& reader, const Shape& shape, const Line& line);

/// The rules of kits and their components; sets Line::is_kit.
void validate_kits(const Reader& body, Document& document);

/// The rules between the parts of a document: what it must hold at least, one currency, no line
/// twice.
void validate_document(const Reader& body, const Shape& shape, Document& document);

}  // namespace sage
