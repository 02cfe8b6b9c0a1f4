// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

#include "applekeys.h"

// C23 has the directive; compilers warn that older standards do not.
#pragma clang diagnostic ignored "-Wc23-extensions"
#pragma clang diagnostic ignored "-Wnullability-extension"

static const unsigned char keys[] = {
#embed "../../Schemas/apple-payload-keys.json"
};

const unsigned char *apple_payload_keys(size_t *count) {
  *count = sizeof keys;
  return keys;
}
