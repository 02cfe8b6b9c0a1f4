// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0
#include <png.h>
#include <string.h>

// The simplified interface: a macro of numbers, and a structure that must begin as zeros.
static inline int mkprofile_png_gray(
    unsigned int width, unsigned int height, const void *pixels, void *memory, size_t *size) {
  png_image image;
  memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  image.width = width;
  image.height = height;
  image.format = PNG_FORMAT_GRAY;
  int done = png_image_write_to_memory(&image, memory, size, 0, pixels, 0, NULL);
  png_image_free(&image);
  return done;
}
