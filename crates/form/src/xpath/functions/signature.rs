//! Ed25519 signatures, as far as checking them goes (RFC 8032).

use ed25519_compact::{PublicKey, Signature};

/// Whether the owner of `key` signed `message`.
pub(super) fn is_signed(key: &[u8; 32], signature: &[u8; 64], message: &[u8]) -> bool {
    PublicKey::new(*key)
        .verify(message, &Signature::new(*signature))
        .is_ok()
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
}
