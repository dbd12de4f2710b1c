package demo

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/quanjiuye/backend/service/calendar"
)

// newID is an id of the kind that service makes (UUIDv7): ids sort by their time.
func newID(rng *rand.Rand, at time.Time) string {
	var id uuid.UUID
	binary.BigEndian.PutUint64(id[:8], uint64(at.UnixMilli())<<16|0x7000|uint64(rng.IntN(1<<12)))
	binary.BigEndian.PutUint64(id[8:], 0x80<<56|rng.Uint64()>>2)
	return id.String()
}

// residentNumber is a resident ID number of an area that was never assigned.
// The parity of serial (0–999) is the sex: odd for men.
func residentNumber(born calendar.Date, serial int) string {
	n := fmt.Sprintf("990000%04d%02d%02d%03d", born.Year, born.Month, born.Day, serial)
	sum := 0
	for i, weight := range [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(n[i]-'0') * weight
	}
	return n + string("10X98765432"[sum%11])
}

// creditCode is a valid unified social credit code of the same area.
func creditCode(serial int) string {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	code := fmt.Sprintf("91990000EX%07d", serial)
	sum, weight := 0, 1
	for i := range code {
		sum += strings.IndexByte(alphabet, code[i]) * weight
		weight = weight * 3 % 31
	}
	return code + string(alphabet[(31-sum%31)%31])
}

// phoneNumber is a number of its own for each serial below ten million.
func phoneNumber(serial int) string {
	// The factor has no divisor in common with 10⁷: no two serials meet.
	return fmt.Sprintf("1990%07d", (serial*3_456_791+271_828)%10_000_000)
}
