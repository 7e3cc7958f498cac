; strip_send: writes WS2812B bits and looks for received bytes in the low time between them.
;
; A bit is 20 cycles or longer of 62.5 ns: high for 5 (312 ns, a zero) or 12 (750 ns, a one), then
; low. The high times must be exact, the low time may be long: the last bit of a byte is followed by
; a look at the receiver, which makes its low 36 cycles (2.3 us) at most. A strip takes more than
; 5 us for the end of a frame.

#include <avr/io.h>

#include "config.h"

#define PORT _SFR_IO_ADDR(PORTD)

#define byte    r18
#define status  r19
#define arrived r20
#define high    r21
#define low     r22
#define end_hi  r23
#define seen    r0

; X: where the next received byte goes.  Y: room in the ring.  Z: the pixel.  r25:r24: LEDs left.

.macro delay cycles
	.rept \cycles / 2
	rjmp .+0
	.endr
	.if \cycles % 2
	nop
	.endif
.endm

; From the rising edge to one cycle after the falling edge of a one: 13 cycles.
.macro pulse bit
	out PORT, high
	delay 3
	sbrs byte, \bit
	out PORT, low
	delay 6
	out PORT, low
.endm

; As line_receive: 5 cycles where nothing has arrived, else 14 to 19.
.macro look
	lds status, UCSR0A
	sbrs status, RXC0
	rjmp 9f
	lds arrived, UDR0
	or seen, status
	sbiw YL, 1
	brcs 8f
	st X+, arrived
	cpi XL, lo8(line_ring + RING_BYTES)
	cpc XH, end_hi
	brne 9f
	ldi XL, lo8(line_ring)
	ldi XH, hi8(line_ring)
	rjmp 9f
8:	adiw YL, 1
	set
9:
.endm

.macro bits_of_byte
	.irp bit, 7, 6, 5, 4, 3, 2, 1
	pulse \bit
	delay 7
	.endr
	pulse 0
	look
.endm

.text
.global strip_send
.type strip_send, @function
strip_send:
	push YL
	push YH
	movw ZL, r24
	movw r24, r22
	lds XL, line_in
	lds XH, line_in + 1
	lds YL, line_room
	lds YH, line_room + 1
	ldi end_hi, hi8(line_ring + RING_BYTES)
	in low, PORT
	andi low, ~(1 << STRIP_BIT)
	mov high, low
	ori high, 1 << STRIP_BIT
	clr seen
	clt

led:
	ldd byte, Z + 1
	bits_of_byte
	ld byte, Z
	bits_of_byte
	ldd byte, Z + 2
	bits_of_byte
	adiw ZL, 3
	sbiw r24, 1
	breq done
	rjmp led

done:
	lds status, line_status
	or status, seen
	sts line_status, status
	brtc kept
	ldi status, 1
	sts line_overflowed, status
kept:
	sts line_in, XL
	sts line_in + 1, XH
	sts line_room, YL
	sts line_room + 1, YH
	pop YH
	pop YL
	ret
.size strip_send, . - strip_send
