//! The app as one page, and the cuts at which its code comes in parts: what is reached only through
//! one of the functions below is not in the first download.

use doorstep::parts::{
    self, Arrival, DoorScreen, EstateScreen, LockScreen, NotebookScreen, OfficeScreen, Parts,
    PlanScreen, Scan, SettingsScreen, SurveyScreen, Upkeep, WayScreen,
};

/// The way to a part leads through a function that the build moves, with all that only it calls,
/// to the module that is named. Parts that are wanted together share one: what two modules need is
/// a third, and many small files are slower than a few. Without the feature all is in one piece,
/// which is quicker to build.
macro_rules! part {
    ($part:ident in $module:ident: $screen:ty) => {
        #[cfg(not(feature = "split"))]
        fn $part() -> Arrival {
            parts::keep::<$screen>(parts::$part::open());
            Box::pin(std::future::ready(Ok(())))
        }

        #[cfg(feature = "split")]
        fn $part() -> Arrival {
            use leptos::wasm_split::{SplitLoaderError, wasm_split};

            // It is kept out here: a value that only one place ever writes is known to the
            // optimiser, and then the first download reaches the part without the cut.
            #[wasm_split($module, fallible, wasm_split_path = leptos::wasm_split)]
            fn open() -> Result<parts::Show<$screen>, SplitLoaderError> {
                Ok(parts::$part::open())
            }
            Box::pin(async {
                parts::keep(open().await.map_err(|_| parts::NotLoaded)?);
                Ok(())
            })
        }
    };
}

part!(survey in survey: SurveyScreen);
part!(office in office: OfficeScreen);
part!(estate in office: EstateScreen);
part!(plan in office: PlanScreen);
part!(settings in settings: SettingsScreen);
part!(lock in lock: LockScreen);
part!(door in door: DoorScreen);
part!(way in door: WayScreen);
part!(notebook in survey: NotebookScreen);
part!(upkeep in upkeep: Upkeep);
part!(scan in scan: Scan);

fn main() {
    doorstep::start(&Parts {
        survey,
        office,
        settings,
        lock,
        door,
        way,
        estate,
        plan,
        notebook,
        upkeep,
        scan,
    });
}
