//! QR codes as a camera sees them: a film for the feigned camera, and a picture.

use qrcodegen::{QrCode, QrCodeEcc};

const WIDTH: usize = 640;
const HEIGHT: usize = 480;

/// Brightness of each pixel: the code in the middle of a sheet of paper.
fn sheet(text: &str) -> Vec<u8> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).expect("a code of this text");
    let side = usize::try_from(code.size()).expect("a size");
    let scale = HEIGHT / (side + 8);
    let (left, top) = ((WIDTH - side * scale) / 2, (HEIGHT - side * scale) / 2);
    let dot = |x: usize, y: usize| {
        let at = |pixel: usize, from: usize| {
            let place = pixel.checked_sub(from)? / scale;
            i32::try_from(place).ok()
        };
        let module = at(x, left).zip(at(y, top));
        module.is_some_and(|(x, y)| code.get_module(x, y))
    };
    let pixels = (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x, y)));
    let pixels = pixels.map(|(x, y)| if dot(x, y) { 40 } else { 220 });
    pixels.collect()
}

/// A film (YUV4MPEG2) in which the code is held still.
pub fn film_of(text: &str) -> Vec<u8> {
    let header = format!("YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420mpeg2\n");
    let mut film = header.into_bytes();
    let sheet = sheet(text);
    for _ in 0..3 {
        film.extend_from_slice(b"FRAME\n");
        film.extend_from_slice(&sheet);
        // No colour.
        film.extend(vec![128; WIDTH * HEIGHT / 2]);
    }
    film
}

/// A picture (BMP) of the code.
pub fn picture_of(text: &str) -> Vec<u8> {
    const HEAD: u32 = 54;
    let number = |value: usize| u32::try_from(value).expect("a small picture").to_le_bytes();
    let body = WIDTH * HEIGHT * 3;
    let mut picture = b"BM".to_vec();
    picture.extend(number(body + 54));
    picture.extend([0; 4]);
    picture.extend(HEAD.to_le_bytes());
    picture.extend(40_u32.to_le_bytes());
    picture.extend(number(WIDTH));
    picture.extend(number(HEIGHT));
    picture.extend([1, 0, 24, 0]);
    picture.extend([0; 24]);
    // The last row comes first.
    for row in sheet(text).chunks(WIDTH).rev() {
        picture.extend(row.iter().flat_map(|grey| [*grey; 3]));
    }
    picture
}
