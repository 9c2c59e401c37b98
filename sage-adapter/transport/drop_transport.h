// SPDX-License-Identifier: Apache-2.0
// A drop folder as a Transport, so that a file is delivered as a request is: written down before it
// is written, announced, settled by a look-up when the answer was lost.
//
//   PUT /<name>, the bytes as body   201 the name holds these bytes; 409 it holds others
//   GET /<name>                      200 with the bytes; 404 there is no such file
//   GET /                            204 the folder is there: the question that changes nothing
//
// Everything else that can happen is no answer: *not sent* where nothing was given the name and
// nothing will be, with the problem's code and cause as the reason; *maybe sent* where that is not
// known. Of the headers one is used: Content-Type with "charset=windows-1252", by which the body,
// which is UTF-8 wherever it is kept and shown, goes into the file in that encoding. Any other
// request is not sent.
#pragma once

#include <memory>

#include "sage-adapter/transport/drop_folder.h"
#include "sage-adapter/transport/transport.h"

namespace sage {

std::unique_ptr<Transport> make_drop_transport(std::unique_ptr<DropFolder> folder);

}  // namespace sage
