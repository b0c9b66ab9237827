//! Parts that several screens share.

pub mod attachment;
pub mod back;
pub mod bundle_error;
pub mod choice_row;
pub mod coming;
pub mod drop_zone;
pub mod file_error;
pub mod icon;
pub mod marking;
pub mod moment;
pub mod moved_notice;
pub mod notice;
pub mod outcome;
pub mod question;
pub mod record_name;
pub mod response_row;
pub mod role_name;
pub mod room;
pub mod row;
pub mod sheet;
pub mod size;
pub mod store_error;
pub mod stranger;
pub mod sync_sign;
pub mod update;
