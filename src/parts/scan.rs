//! Reading QR codes, for browsers that can't.

use futures_channel::oneshot::Sender;
use leptos::prelude::*;

use super::{NotLoaded, Show};

/// What a code says that is in an image of this width and height, given as red, green, blue and
/// alpha of each pixel.
pub type Decode = fn(usize, usize, &[u8]) -> Option<String>;

/// The work of this part: handing over what reads.
pub struct Scan(Sender<Decode>);

/// The way in.
pub fn open() -> Show<Scan> {
    |Scan(done)| {
        // Nobody may wait any more: their screen is gone.
        let _ = done.send(decode);
        ().into_any()
    }
}

/// What reads codes, as soon as it is here.
pub async fn decoder() -> Result<Decode, NotLoaded> {
    super::ask_of(Scan).await
}

fn decode(width: usize, height: usize, pixels: &[u8]) -> Option<String> {
    let grey = |x: usize, y: usize| {
        let at = (y * width + x) * 4;
        let Some([red, green, blue]) = pixels.get(at..at + 3) else {
            return u8::MAX;
        };
        // The weights of ITU-R BT.601, in 256ths.
        let grey = 77 * u32::from(*red) + 150 * u32::from(*green) + 29 * u32::from(*blue);
        u8::try_from(grey >> 8).unwrap_or(u8::MAX)
    };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    let mut codes = image.detect_grids().into_iter();
    codes.find_map(|code| code.decode().ok().map(|(_, text)| text))
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn an_invitation_is_read() {
        let link = "https://survey.example.org/#join=018c0000-0000-7000-8000-000000000001.ABCD";
        let code = qrcodegen::QrCode::encode_text(link, qrcodegen::QrCodeEcc::Medium).unwrap();
        let side = usize::try_from(code.size()).unwrap() + 8;
        let scale = 4;
        let mut pixels = Vec::new();
        for y in 0..side * scale {
            for x in 0..side * scale {
                let dot = |at: usize| i32::try_from(at / scale).unwrap() - 4;
                let value = if code.get_module(dot(x), dot(y)) {
                    20
                } else {
                    240
                };
                pixels.extend_from_slice(&[value, value, value, 255]);
            }
        }
        let read = decode(side * scale, side * scale, &pixels);
        assert_eq!(read.as_deref(), Some(link));
        assert_eq!(decode(200, 200, &[255; 160_000]), None);
    }
}
