// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0
#include <png.h>
#include <stdlib.h>
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

// 1 where a PNG can be read to its last pixel, 0 where it is damaged or cut off.
static inline int mkprofile_png_is_whole(const void *bytes, size_t size) {
  png_image image;
  memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  if (!png_image_begin_read_from_memory(&image, bytes, size)) return 0;
  image.format = PNG_FORMAT_RGBA;
  void *pixels = malloc(PNG_IMAGE_SIZE(image));
  int done = pixels != NULL && png_image_finish_read(&image, NULL, pixels, 0, NULL);
  free(pixels);
  png_image_free(&image);
  return done;
}
