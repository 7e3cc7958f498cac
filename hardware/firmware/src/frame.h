/* Adalight: "Ada", the LED count less one in two bytes, their exclusive or with 0x55, then three
 * bytes a LED: red, green, blue.
 *
 * The payload has no checksum. A frame that has lost bytes is known by one of two signs: silence
 * before its end, or the next frame's header within it. The second sign can be a picture's own
 * bytes too; what follows the frame decides, so such a frame waits for it. */
#ifndef FRAME_H
#define FRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "config.h"

#define FRAME_HEADER_BYTES 6
#define FRAME_PIXEL_BYTES (3 * MAX_LEDS)

/* As many zeros as a header has bytes, then the picture: so one can look back for a header from
 * any byte of it. */
extern uint8_t frame_memory[FRAME_HEADER_BYTES + FRAME_PIXEL_BYTES];

/* The picture: three bytes a LED, red first. */
#define frame_pixels (frame_memory + FRAME_HEADER_BYTES)

/* LEDs of the frame that is to be shown, at most MAX_LEDS. */
extern uint16_t frame_leds;

/* Takes a byte. True: a whole frame lies in the picture; show it before the next call. */
bool frame_take(uint8_t byte);

/* To be called while no byte comes, with the ticks since the last one. True as above. */
bool frame_wait(uint16_t silence);

/* Forgets what has arrived of a frame. */
void frame_drop(void);

/* Whether no part of the picture has been received. */
bool frame_awaited(void);

#endif
