// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

#ifndef MKPROFILE_APPLE_KEYS_H
#define MKPROFILE_APPLE_KEYS_H

#include <stddef.h>

/// Schemas/apple-payload-keys.json, which is part of the program.
const unsigned char *_Nonnull apple_payload_keys(size_t *_Nonnull count);

#endif
