//! Ed25519 signatures, as far as checking them goes (RFC 8032, section 5.1.7).
//!
//! Nothing secret passes here, so nothing needs to take the same time for every input, and no table
//! has to make it fast. That saves the app 13 kB of download against a library.

use sha2::{Digest as _, Sha512};

/// A number modulo 2²⁵⁵ − 19, in five limbs of 51 bits, the lowest first.
#[derive(Debug, Clone, Copy)]
struct Field([u64; 5]);

const MASK: u64 = (1 << 51) - 1;

impl Field {
    const fn small(number: u64) -> Self {
        Self([number, 0, 0, 0, 0])
    }

    /// The lowest 255 bits.
    fn from_bytes(bytes: &[u8; 32]) -> Self {
        let mut limbs = [0; 5];
        for bit in 0..255 {
            let is_set = u64::from(bytes[bit / 8] >> (bit % 8) & 1);
            limbs[bit / 51] |= is_set << (bit % 51);
        }
        Self(limbs)
    }

    /// The one form of a number that is below the modulus.
    fn to_bytes(self) -> [u8; 32] {
        let mut limbs = self.settled().settled().0;
        // Whether adding 19 reaches 2²⁵⁵, which is whether the modulus is reached.
        let over = limbs.iter().fold(19, |carry, limb| (limb + carry) >> 51);
        limbs[0] += 19 * over;
        for at in 0..4 {
            limbs[at + 1] += limbs[at] >> 51;
            limbs[at] &= MASK;
        }
        let mut bytes = [0; 32];
        for bit in 0..255 {
            let is_set = u8::from(limbs[bit / 51] >> (bit % 51) & 1 == 1);
            bytes[bit / 8] |= is_set << (bit % 8);
        }
        bytes
    }

    /// The same number with limbs of hardly more than 51 bits.
    fn settled(self) -> Self {
        let mut limbs = self.0;
        for at in 0..4 {
            limbs[at + 1] += limbs[at] >> 51;
            limbs[at] &= MASK;
        }
        limbs[0] += 19 * (limbs[4] >> 51);
        limbs[4] &= MASK;
        Self(limbs)
    }

    fn plus(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] + other.0[at])).settled()
    }

    fn minus(self, other: Self) -> Self {
        // Twice the modulus is added first, so that no limb falls below zero.
        let twice = |at: usize| {
            if at == 0 {
                (1 << 52) - 38
            } else {
                (1 << 52) - 2
            }
        };
        Self(std::array::from_fn(|at| {
            self.0[at] + twice(at) - other.0[at]
        }))
        .settled()
    }

    fn times(self, other: Self) -> Self {
        let mut sums = [0_u128; 5];
        for (i, a) in self.0.into_iter().enumerate() {
            for (j, b) in other.0.into_iter().enumerate() {
                // 2²⁵⁵ is 19.
                let wrap = if i + j < 5 { 1 } else { 19 };
                sums[(i + j) % 5] += u128::from(a) * u128::from(b) * wrap;
            }
        }
        let mut limbs = [0; 5];
        let mut carry = 0;
        for (limb, sum) in limbs.iter_mut().zip(sums) {
            let sum = sum + carry;
            *limb = low(sum) & MASK;
            carry = sum >> 51;
        }
        limbs[0] += 19 * low(carry);
        Self(limbs).settled()
    }

    /// To a power of 256 bits, of which all but the first and the last byte are ones.
    fn to_the(self, lowest: u8, highest: u8) -> Self {
        let mut exponent = [0xff; 32];
        exponent[0] = lowest;
        exponent[31] = highest;
        let mut power = Self::small(1);
        for bit in (0..256).rev() {
            power = power.times(power);
            if exponent[bit / 8] >> (bit % 8) & 1 == 1 {
                power = power.times(self);
            }
        }
        power
    }

    /// Fermat: to the power of 2²⁵⁵ − 21.
    fn inverse(self) -> Self {
        self.to_the(0xeb, 0x7f)
    }

    fn is(self, other: Self) -> bool {
        self.to_bytes() == other.to_bytes()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the lower half is asked for"
)]
fn low(number: u128) -> u64 {
    number as u64
}

/// A point of the curve −x² + y² = 1 + d x² y² as (x, y, z, t): x/z, y/z, and t = x y / z.
#[derive(Debug, Clone, Copy)]
struct Point([Field; 4]);

struct Curve {
    d: Field,
    /// A square root of −1.
    root: Field,
}

impl Curve {
    fn new() -> Self {
        let zero = Field::small(0);
        let d = zero
            .minus(Field::small(121_665))
            .times(Field::small(121_666).inverse());
        // Two to the power of 2²⁵³ − 5.
        let root = Field::small(2).to_the(0xfb, 0x1f);
        Self { d, root }
    }

    /// The point with this y and, as the highest bit, the lowest bit of x (section 5.1.3).
    fn point(&self, bytes: &[u8; 32]) -> Option<Point> {
        let (one, zero) = (Field::small(1), Field::small(0));
        let odd = bytes[31] >> 7;
        let y = Field::from_bytes(bytes);
        let mut plain = y.to_bytes();
        plain[31] |= odd << 7;
        if plain != *bytes {
            return None;
        }
        let square = y.times(y);
        let (u, v) = (square.minus(one), square.times(self.d).plus(one));
        let cube = v.times(v).times(v);
        // To the power of 2²⁵² − 3.
        let power = u.times(cube).times(cube).times(v).to_the(0xfd, 0x0f);
        let mut x = u.times(cube).times(power);
        if !x.times(x).times(v).is(u) {
            x = x.times(self.root);
        }
        if !x.times(x).times(v).is(u) || (odd == 1 && x.is(zero)) {
            return None;
        }
        if x.to_bytes()[0] & 1 != odd {
            x = zero.minus(x);
        }
        Some(Point([x, y, one, x.times(y)]))
    }

    /// Also for a point and itself (Hisil, Wong, Carter and Dawson 2008, section 3.1).
    fn sum(&self, one: Point, other: Point) -> Point {
        let ([x1, y1, z1, t1], [x2, y2, z2, t2]) = (one.0, other.0);
        let low = y1.minus(x1).times(y2.minus(x2));
        let high = y1.plus(x1).times(y2.plus(x2));
        let bend = t1.times(t2).times(self.d.plus(self.d));
        let scale = z1.times(z2.plus(z2));
        let (x, y) = (high.minus(low), high.plus(low));
        let (below, above) = (scale.minus(bend), scale.plus(bend));
        Point([
            x.times(below),
            y.times(above),
            below.times(above),
            x.times(y),
        ])
    }

    fn multiple(&self, point: Point, scalar: &[u8]) -> Point {
        let (zero, one) = (Field::small(0), Field::small(1));
        let mut sum = Point([zero, one, one, zero]);
        for byte in scalar.iter().rev() {
            for bit in (0..8).rev() {
                sum = self.sum(sum, sum);
                if byte >> bit & 1 == 1 {
                    sum = self.sum(sum, point);
                }
            }
        }
        sum
    }
}

impl Point {
    fn negative(self) -> Self {
        let ([x, y, z, t], zero) = (self.0, Field::small(0));
        Self([zero.minus(x), y, z, zero.minus(t)])
    }

    fn to_bytes(self) -> [u8; 32] {
        let [x, y, z, _] = self.0;
        let inverse = z.inverse();
        let mut bytes = y.times(inverse).to_bytes();
        bytes[31] |= (x.times(inverse).to_bytes()[0] & 1) << 7;
        bytes
    }
}

/// The order of the base point, 2²⁵² + 27742317777372353535851937790883648493, the lowest byte first.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// Whether the owner of the key has signed the message.
pub(super) fn is_signed(key: &[u8; 32], signature: &[u8; 64], message: &[u8]) -> bool {
    let (r, s) = signature.split_at(32);
    if !s.iter().rev().lt(ORDER.iter().rev()) {
        return false;
    }
    let curve = Curve::new();
    // y is 4/5 and x is even.
    let mut base = [0x66; 32];
    base[0] = 0x58;
    let (Some(base), Some(owner)) = (curve.point(&base), curve.point(key)) else {
        return false;
    };
    let hash = Sha512::new()
        .chain_update(r)
        .chain_update(key)
        .chain_update(message)
        .finalize();
    // The hash need not be reduced first: the multiple is the same.
    let expected = curve.sum(
        curve.multiple(base, s),
        curve.multiple(owner.negative(), &hash),
    );
    expected.to_bytes() == r
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes<const N: usize>(hex: &str) -> [u8; N] {
        let digit = |at: usize| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap();
        std::array::from_fn(digit)
    }

    /// RFC 8032, section 7.1, tests 1 to 3.
    const KNOWN: [(&str, &str, &[u8]); 3] = [
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
            b"",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
            &[0x72],
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
            &[0xaf, 0x82],
        ),
    ];

    #[test]
    fn known_signatures_are_right_and_any_change_makes_them_wrong() {
        for (key, signature, message) in KNOWN {
            let (key, signature) = (bytes::<32>(key), bytes::<64>(signature));
            assert!(is_signed(&key, &signature, message));
            assert!(!is_signed(&key, &signature, b"another"));
            for at in [0, 31, 32, 63] {
                let mut forged = signature;
                forged[at] ^= 1;
                assert!(!is_signed(&key, &forged, message));
            }
            let mut stranger = key;
            stranger[0] ^= 1;
            assert!(!is_signed(&stranger, &signature, message));
        }
    }

    /// S and S plus the order would both fit otherwise.
    #[test]
    fn a_signature_has_one_form() {
        let (key, signature, message) = KNOWN[1];
        let (key, mut signature) = (bytes::<32>(key), bytes::<64>(signature));
        let mut carry = 0;
        for (byte, more) in signature[32..].iter_mut().zip(ORDER) {
            let sum = u16::from(*byte) + u16::from(more) + carry;
            [*byte, _] = sum.to_le_bytes();
            carry = sum >> 8;
        }
        assert!(!is_signed(&key, &signature, message));
    }

    #[test]
    fn numbers_at_the_modulus_have_one_form() {
        let modulus = Field([MASK - 18, MASK, MASK, MASK, MASK]);
        assert!(modulus.is(Field::small(0)));
        assert!(
            Field::small(1)
                .minus(Field::small(2))
                .plus(Field::small(1))
                .is(modulus)
        );
        let number = Field::from_bytes(&[0xab; 32]);
        assert!(number.times(number.inverse()).is(Field::small(1)));
    }
}
