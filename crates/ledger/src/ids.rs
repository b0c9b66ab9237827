//! Identifiers, digests and salts as types of their own, so that one is never taken for another.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

macro_rules! uuid_newtype {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(
            #[cfg_attr(any(test, feature = "schema"), schemars(with = "String", extend("format" = "uuid")))]
            pub Uuid,
        );

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

uuid_newtype!(
    /// A housing estate or service centre: the scope of one ledger.
    SiteId
);
uuid_newtype!(
    /// One tablet, browser or server process that writes a chain of entries of its own.
    DeviceId
);
uuid_newtype!(
    /// A record: a unit, a person, a form, a response. UUIDv7, so that ids sort by making.
    RecordId
);

/// A UUIDv7 from milliseconds since 1970 and ten random bytes (RFC 9562, section 5.7).
pub fn uuid_v7(unix_ms: u64, random: [u8; 10]) -> Uuid {
    uuid::Builder::from_unix_timestamp_millis(unix_ms, &random).into_uuid()
}

/// A SHA-256 digest, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

/// Sixteen random bytes hashed with a body, so that an erased body can't be guessed from its hash.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Salt(pub [u8; 16]);

/// The text is not the expected number of lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseHexError {
    /// How many digits were expected.
    pub digits: usize,
}

impl fmt::Display for ParseHexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} lower-case hexadecimal digits", self.digits)
    }
}

impl std::error::Error for ParseHexError {}

/// Digits are put together first: hashes are written for every entry that is checked.
fn write_hex<const N: usize>(bytes: &[u8; N], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = [[0; 2]; N];
    for (pair, byte) in text.iter_mut().zip(bytes) {
        *pair = [
            DIGITS[usize::from(byte >> 4)],
            DIGITS[usize::from(byte & 15)],
        ];
    }
    f.write_str(str::from_utf8(text.as_flattened()).unwrap_or_default())
}

fn parse_hex<const N: usize>(text: &str) -> Result<[u8; N], ParseHexError> {
    let error = ParseHexError { digits: N * 2 };
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Ok(byte - b'0'),
        b'a'..=b'f' => Ok(byte - b'a' + 10),
        _ => Err(error),
    };
    let text = text.as_bytes();
    if text.len() != N * 2 {
        return Err(error);
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Ok(bytes)
}

macro_rules! hex_text {
    ($name:ident, $bytes:literal, $pattern:literal) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_hex(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_hex(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = ParseHexError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                parse_hex(text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }

        #[cfg(any(test, feature = "schema"))]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({"type": "string", "pattern": $pattern})
            }
        }
    };
}

hex_text!(Digest, 32, "^[0-9a-f]{64}$");
hex_text!(Salt, 16, "^[0-9a-f]{32}$");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_reads_back_and_refuses_anything_else() {
        let salt = Salt([0x0f; 16]);
        assert_eq!(salt.to_string().parse(), Ok(salt));
        assert!("0F".repeat(16).parse::<Salt>().is_err());
        assert!("0f".repeat(15).parse::<Salt>().is_err());
        assert!("é".repeat(16).parse::<Salt>().is_err());
    }

    #[test]
    fn uuid_v7_sorts_by_time() {
        let early = uuid_v7(1_000, [0xff; 10]);
        let late = uuid_v7(1_001, [0; 10]);
        assert!(early < late);
        assert_eq!(early.get_version_num(), 7);
    }
}
