//! Any file that is chosen.

use leptos::prelude::*;

use super::keeper::Keeper;
use crate::{
    components::{
        icon::Icon,
        question::field::{Field, GroupFrame},
        size::size_of,
    },
    locales::ControlTexts,
};

pub(super) fn file(field: Field) -> AnyView {
    let t = ControlTexts::now();
    let keeper = Keeper::new(field);
    let (file, _) = keeper.file(false);
    let shown = move || {
        let name = field.value.get();
        (!name.is_empty()).then(|| {
            let size = file.get().map(|file| size_of(file.size));
            view! {
                <p class="chosen kept-file">
                    <Icon name="document"/>
                    <bdi>{name}</bdi>
                    <span class="hint">{size}</span>
                </p>
            }
        })
    };
    let remover = move || keeper.answered().then(|| keeper.remover());
    let choose = move || {
        let text = if keeper.answered() {
            t.choose_other_file
        } else {
            t.choose_file
        };
        keeper.chooser(("upload", text), "", None, move |file| {
            keeper.keep(file.clone().into(), file.name());
        })
    };
    view! {
        <GroupFrame field role=None>
            {shown}
            <div class="button-row">{choose} {remover}</div>
            {keeper.status()}
        </GroupFrame>
    }
    .into_any()
}
