//! Pictures: from a camera, from a file, from a canvas.

use js_sys::Promise;
use leptos::wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlVideoElement, ImageBitmap};

/// What a photo is kept as.
pub const JPEG: &str = "image/jpeg";
/// What a drawing is kept as.
pub const PNG: &str = "image/png";
const JPEG_QUALITY: f64 = 0.88;

/// A canvas of a size, and its pen.
pub fn canvas(width: u32, height: u32) -> Result<(HtmlCanvasElement, Pen), JsValue> {
    let document = web_sys::window().and_then(|window| window.document());
    let document = document.ok_or(JsValue::UNDEFINED)?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let pen = pen(&canvas).ok_or(JsValue::UNDEFINED)?;
    Ok((canvas, pen))
}

/// What draws on a canvas.
pub type Pen = CanvasRenderingContext2d;

/// The pen of a canvas.
pub fn pen(canvas: &HtmlCanvasElement) -> Option<Pen> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// What a canvas shows, as a file.
pub async fn file_of(canvas: &HtmlCanvasElement, media_type: &str) -> Result<Blob, JsValue> {
    let made = Promise::new(&mut |resolve, reject| {
        let done = Closure::once_into_js(move |blob: JsValue| {
            let _ = resolve.call1(&JsValue::UNDEFINED, &blob);
        });
        let asked = canvas.to_blob_with_type_and_encoder_options(
            done.unchecked_ref(),
            media_type,
            &JPEG_QUALITY.into(),
        );
        if let Err(error) = asked {
            let _ = reject.call1(&JsValue::UNDEFINED, &error);
        }
    });
    JsFuture::from(made).await?.dyn_into()
}

/// The picture in a file, upright as its camera was held. A file that is no picture is an error.
pub async fn read(file: &Blob) -> Result<ImageBitmap, JsValue> {
    let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
    let bitmap = JsFuture::from(window.create_image_bitmap_with_blob(file)?).await?;
    bitmap.dyn_into()
}

/// A picture as a photo whose longer side is not longer than `max_pixels`, upright. A small one of
/// a known type is kept as it is, with all that its camera wrote into it.
pub async fn photo(file: &Blob, max_pixels: Option<u32>) -> Result<Blob, JsValue> {
    let bitmap = read(file).await?;
    let (width, height) = (bitmap.width(), bitmap.height());
    let fits = max_pixels.is_none_or(|most| width.max(height) <= most);
    if fits && [JPEG, PNG, "image/webp"].contains(&file.type_().as_str()) {
        return Ok(file.clone());
    }
    let (width, height) = within(width, height, max_pixels);
    let (canvas, pen) = canvas(width, height)?;
    pen.draw_image_with_image_bitmap_and_dw_and_dh(
        &bitmap,
        0.0,
        0.0,
        f64::from(width),
        f64::from(height),
    )?;
    file_of(&canvas, JPEG).await
}

/// What a camera shows now, as a photo.
pub async fn still(video: &HtmlVideoElement, max_pixels: Option<u32>) -> Result<Blob, JsValue> {
    let (width, height) = within(video.video_width(), video.video_height(), max_pixels);
    let (canvas, pen) = canvas(width, height)?;
    let (dw, dh) = (f64::from(width), f64::from(height));
    pen.draw_image_with_html_video_element_and_dw_and_dh(video, 0.0, 0.0, dw, dh)?;
    file_of(&canvas, JPEG).await
}

/// A size with the same shape whose longer side is not longer than `most`.
pub fn within(width: u32, height: u32, most: Option<u32>) -> (u32, u32) {
    let longer = width.max(height);
    match most {
        Some(most) if longer > most => {
            let part = |side: u32| {
                let scaled = u64::from(side) * u64::from(most) / u64::from(longer);
                u32::try_from(scaled).unwrap_or(most).max(1)
            };
            (part(width), part(height))
        }
        _ => (width.max(1), height.max(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn the_longer_side_is_made_to_fit() {
        assert_eq!(within(4000, 3000, Some(1024)), (1024, 768));
        assert_eq!(within(300, 4000, Some(1000)), (75, 1000));
        assert_eq!(within(640, 480, Some(1024)), (640, 480));
        assert_eq!(within(640, 480, None), (640, 480));
        assert_eq!(within(9000, 1, Some(100)), (100, 1));
    }
}
