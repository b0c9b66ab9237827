//! A picture with its table and the ways to take both away.

use leptos::{prelude::*, task::spawn_local, wasm_bindgen::JsValue};
use report::Format;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlImageElement;

use super::{
    drawing::Drawing,
    table::{Table, file_name},
};
use crate::{
    components::{icon::Icon, notice::error_notice},
    desk::Desk,
    locales::{ProgressTexts, TableTexts},
    platform::{files, object_url::ObjectUrl, picture},
};

/// A figure: what it is about, the picture, the same as a table.
pub(super) struct Figure {
    pub title: &'static str,
    /// Sentences above the picture.
    pub lead: Option<AnyView>,
    pub drawing: Option<Drawing>,
    /// What the picture says, for who doesn't see it.
    pub says: String,
    /// More below the picture.
    pub below: Option<AnyView>,
    pub table: Table,
}

impl Figure {
    pub(super) fn view(self) -> AnyView {
        let error = RwSignal::new(None);
        let (drawing, table) = (self.drawing, self.table);
        let picture = drawing
            .as_ref()
            .map(|drawing| drawing.view(self.says.clone()));
        let name = table.name;
        let grid = table.view();
        view! {
            <section class="card stack figure-card" data-figure=name>
                <h2>{self.title}</h2>
                {self.lead}
                <div class="figure-picture stack">{picture}{self.below}</div>
                <div class="figure-table">{grid}</div>
                {error_notice(error)}
                {ways_out(table, drawing, self.says, error)}
            </section>
        }
        .into_any()
    }
}

/// Buttons: the table as a file, the picture as a file.
fn ways_out(
    table: Table,
    drawing: Option<Drawing>,
    says: String,
    error: RwSignal<Option<String>>,
) -> AnyView {
    let desk = expect_context::<Desk>();
    let table = StoredValue::new_local(table);
    let save = move |format: Format| {
        move |_| {
            let table = table.get_value();
            spawn_local(async move {
                let _ = error.try_set(table.save(desk, format).await.err());
            });
        }
    };
    let picture = drawing.map(|drawing| {
        let drawing = StoredValue::new_local((drawing, says));
        let save = move |_| {
            let (drawing, says) = drawing.get_value();
            spawn_local(async move {
                let saved = save_picture(&drawing, &says).await;
                let failed = TableTexts::now().failed.to_owned();
                let _ = error.try_set(saved.err().map(|_| failed));
            });
        };
        view! {
            <button class="button quiet" data-save="png" on:click=save>
                <Icon name="picture"/>{ProgressTexts::now().picture}
            </button>
        }
    });
    let button = |format: Format, label: &'static str| {
        view! {
            <button class="button quiet" data-save=format.extension() on:click=save(format)>
                <Icon name="out"/>{label}
            </button>
        }
    };
    view! {
        <p class="button-row">
            {button(Format::Xlsx, TableTexts::now().xlsx)}
            {button(Format::Csv, "CSV")}
            {picture}
        </p>
    }
    .into_any()
}

/// Dots of a saved picture for each of the screen's.
const SHARPNESS: f64 = 2.0;

/// The picture as a PNG, sharp enough for a report.
async fn save_picture(drawing: &Drawing, says: &str) -> Result<(), JsValue> {
    let source = drawing.file(says);
    let url = ObjectUrl::of_picture(source.as_bytes(), "image/svg+xml")?;
    let image = HtmlImageElement::new()?;
    image.set_src(url.href());
    JsFuture::from(image.decode()).await?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "pixels of a picture"
    )]
    let pixels = |length: f64| (length * SHARPNESS).ceil() as u32;
    let (canvas, pen) = picture::canvas(pixels(drawing.width()), pixels(drawing.height() + 2.0))?;
    pen.draw_image_with_html_image_element_and_dw_and_dh(
        &image,
        0.0,
        0.0,
        canvas.width().into(),
        canvas.height().into(),
    )?;
    let file = picture::file_of(&canvas, picture::PNG).await?;
    files::save_parts(&file_name(drawing.name(), "png"), &[file], picture::PNG)
}
