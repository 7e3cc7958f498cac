/* WS2812B LEDs on STRIP_BIT of port D (see strip.S). */
#ifndef STRIP_H
#define STRIP_H

#include <stdint.h>

/* Sends three bytes a LED from red, green, blue in the strip's order. Takes 30 to 33 us a LED and
 * moves the bytes that arrive meanwhile to the line's ring. */
void strip_send(const uint8_t *pixels, uint16_t leds);

#endif
