//! Files that a question shows: those that the form brings along for labels and choices, and those
//! that were kept as answers.

use std::sync::Arc;

use form::{Attachments, Choice, ItemId, Media};
use ledger::{FileRef, RecordId};
use leptos::{prelude::*, task::spawn_local};

use super::{Interview, field::Field};
use crate::{
    desk::{Desk, FileOwner, Files},
    platform::{files, object_url::ObjectUrl},
};

/// The files that the form of a screen brings along: pictures and sounds of its labels, image maps.
/// A screen gives it as context.
#[derive(Clone)]
pub enum FormFiles {
    /// Those of a questionnaire of this site.
    Published(RecordId),
    /// Those that were opened with a workbook.
    Opened(Arc<Attachments>),
}

/// Where the files of answers are. A handle: copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Shelf {
    pub(super) files: Files,
    pub(super) owner: FileOwner,
}

/// The shelf of the screen; `None` where nothing is kept.
pub(super) fn shelf() -> Option<Shelf> {
    let owner = use_context::<FileOwner>()?;
    let files = use_context::<Desk>()?.files();
    Some(Shelf { files, owner })
}

/// An address that is given back when nothing shows it any more.
pub(super) type Address = RwSignal<Option<Arc<ObjectUrl>>>;

/// Follows a file and its address; as a picture it may be a drawing too.
pub(super) fn address(
    files: Files,
    owner: RecordId,
    name: Signal<Option<String>>,
    picture: bool,
) -> (Memo<Option<FileRef>>, Address) {
    let file = Memo::new(move |_| name.with(|name| files.find(owner, name.as_deref()?)));
    let address = Address::new(None);
    Effect::new(move |_| {
        let Some(wanted) = file.get() else {
            return address.set(None);
        };
        spawn_local(async move {
            let url = if picture {
                files.picture_url(&wanted).await
            } else {
                files.object_url(&wanted).await
            };
            // Another file may have been chosen meanwhile.
            if file.try_get_untracked().flatten().as_ref() == Some(&wanted) {
                let _ = address.try_set(url.ok().map(Arc::new));
            }
        });
    });
    (file, address)
}

/// The address of a file of the form; none while it is not here.
fn form_address(name: String, picture: bool) -> Address {
    match use_context::<FormFiles>() {
        Some(FormFiles::Published(form)) => {
            let files = expect_context::<Desk>().files();
            address(files, form, Signal::stored(Some(name)), picture).1
        }
        Some(FormFiles::Opened(opened)) => {
            let new = if picture {
                ObjectUrl::of_picture
            } else {
                ObjectUrl::new
            };
            let bytes = opened.get(&name);
            let url = bytes.and_then(|bytes| new(bytes, files::media_type(&name)).ok());
            Address::new(url.map(Arc::new))
        }
        None => Address::new(None),
    }
}

/// The name of a file of the form that goes with the question.
pub(super) fn of_item(field: Field, media: Media) -> Option<String> {
    field
        .interview
        .peek(|session| session.item(field.item).media(media))
}

/// Pictures, sound and film that go with the label of an item.
pub fn label_media(interview: Interview, item: ItemId) -> AnyView {
    let named = move |media: Media| {
        let name = move |_: Option<&Option<String>>| interview.item(item, |item| item.media(media));
        Memo::new(name)
    };
    let (autoplay, map) = interview.peek(|session| {
        let item = session.item(item);
        (item.autoplay(), item.has_appearance("image-map"))
    });
    let label = move || {
        interview
            .item(item, |item| item.label())
            .unwrap_or_default()
    };
    // The picture of an image map is its control.
    let image = (!map).then(|| {
        let (small, large) = (named(Media::Image), named(Media::BigImage));
        move || {
            let large = large.get();
            small.get().map(|small| picture(small, large, &label()))
        }
    });
    let sounds = [Media::Audio, Media::Video].map(|media| {
        let name = named(media);
        move || {
            name.get()
                .map(|name| player(name, media, autoplay == Some(media)))
        }
    });
    view! { {image} {sounds.into_iter().collect_view()} }.into_any()
}

/// Picture and sound of a choice.
pub(super) fn of_choice(choice: &Choice) -> AnyView {
    let wanted = [Media::Image, Media::Audio, Media::Video].map(|media| choice.media(media));
    if wanted.iter().all(Option::is_none) {
        return ().into_any();
    }
    let [image, audio, video] = wanted.map(|name| name.map(str::to_owned));
    // Its label says what it shows.
    let image = image.map(|name| picture(name, None, ""));
    let audio = audio.map(|name| player(name, Media::Audio, false));
    let video = video.map(|name| player(name, Media::Video, false));
    view! { {image} {audio} {video} }.into_any()
}

fn picture(name: String, large: Option<String>, alt: &str) -> AnyView {
    let small = form_address(name, true);
    let shown = {
        let alt = super::markup::plain(alt);
        move || {
            let url = small.get()?;
            Some(view! { <img class="media-image" src=url.href().to_owned() alt=alt.clone()/> })
        }
    };
    let Some(large) = large else {
        return shown.into_any();
    };
    // A page of its own could run what a drawing holds: not as a picture.
    let large = form_address(large, false);
    let href = move || large.get().map(|url| url.href().to_owned());
    view! { <a class="media-link" href=href target="_blank">{shown}</a> }.into_any()
}

fn player(name: String, media: Media, autoplay: bool) -> AnyView {
    let url = form_address(name, false);
    (move || {
        url.get()
            .map(|url| playing(&url, media == Media::Video, autoplay))
    })
    .into_any()
}

/// The browser's own player, which every device's owner knows.
pub(super) fn playing(url: &ObjectUrl, video: bool, autoplay: bool) -> AnyView {
    let src = url.href().to_owned();
    if video {
        view! { <video class="media-video" controls playsinline autoplay=autoplay src=src></video> }
            .into_any()
    } else {
        view! { <audio class="media-audio" controls autoplay=autoplay src=src></audio> }.into_any()
    }
}

/// Hands over the text of a file of the form, and again when it changes; `None` while it is not
/// here.
pub(super) fn text(name: String, then: impl Fn(Option<String>) + Clone + 'static) {
    let form = match use_context::<FormFiles>() {
        Some(FormFiles::Published(form)) => form,
        Some(FormFiles::Opened(opened)) => {
            let bytes = opened.get(&name).cloned();
            return then(bytes.and_then(|bytes| String::from_utf8(bytes).ok()));
        }
        None => return then(None),
    };
    let files = expect_context::<Desk>().files();
    let file = Memo::new(move |_| files.find(form, &name));
    Effect::new(move |_| {
        let then = then.clone();
        let Some(wanted) = file.get() else {
            return then(None);
        };
        spawn_local(async move {
            let bytes = files.bytes(&wanted).await;
            then(bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok()));
        });
    });
}
