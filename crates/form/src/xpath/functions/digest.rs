//! Hashes, Base64 and signatures.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::signature::is_signed;
use super::{Call, Function};
use crate::xpath::EvalError;
use crate::xpath::eval::Evaluated;
use crate::xpath::value::Value;

/// Padding is written, and may be missing where it is read.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

pub(super) fn call<'a>(call: &Call<'_, 'a>, function: Function) -> Evaluated<Value<'a>> {
    match function {
        Function::Digest => digest(call),
        Function::Base64Decode => {
            let bytes = decoded(&call.text(0)?);
            call.eval.checked(text(bytes.as_deref()))
        }
        _ => {
            let (contents, key) = (call.text(0)?, call.text(1)?);
            call.eval.spend(contents.len() / 8 + 20_000)?;
            let signed = decoded(&contents).zip(decoded(&key));
            let message = signed.and_then(|(signed, key)| verified(&signed, &key));
            call.eval.checked(text(message.as_deref()))
        }
    }
}

/// `digest(text, algorithm, encoding)` (XForms 1.1, section 7.8.1): Base64 if nothing is said.
fn digest<'a>(call: &Call<'_, 'a>) -> Evaluated<Value<'a>> {
    let (data, algorithm) = (call.text(0)?, call.text(1)?);
    call.eval.spend(data.len() / 8)?;
    let hash = match algorithm.to_ascii_uppercase().as_str() {
        "MD5" => hash::<Md5>(&data),
        "SHA-1" => hash::<Sha1>(&data),
        "SHA-256" => hash::<Sha256>(&data),
        "SHA-384" => hash::<Sha384>(&data),
        "SHA-512" => hash::<Sha512>(&data),
        _ => return Err(unknown("algorithm", &algorithm)),
    };
    let encoding = if call.given(2) {
        call.text(2)?
    } else {
        "base64".into()
    };
    match encoding.to_ascii_lowercase().as_str() {
        "base64" => Ok(Value::text(BASE64.encode(hash))),
        "hex" => Ok(Value::text(hexadecimal(&hash))),
        _ => Err(unknown("encoding", &encoding)),
    }
}

fn hash<D: Digest>(data: &str) -> Vec<u8> {
    D::digest(data.as_bytes()).to_vec()
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

fn unknown(what: &str, name: &str) -> EvalError {
    EvalError::Argument(format!("digest() knows no {what} \"{name}\""))
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    let plain: String = text.split_ascii_whitespace().collect();
    BASE64.decode(plain).ok()
}

/// What is not Base64 is empty, and what is not UTF-8 becomes readable as far as it goes.
fn text(bytes: Option<&[u8]>) -> String {
    String::from_utf8_lossy(bytes.unwrap_or_default()).into_owned()
}

/// The message behind an Ed25519 signature of 64 bytes, if it is signed by the owner of the key.
fn verified(signed: &[u8], key: &[u8]) -> Option<Vec<u8>> {
    let (signature, message) = signed.split_first_chunk::<64>()?;
    is_signed(key.try_into().ok()?, signature, message).then(|| message.to_vec())
}
