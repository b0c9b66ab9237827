//! Texts of the settings.

super::texts! {
    /// Texts of the settings.
    SettingsTexts {
        title: "設定", "设置", "Settings";
        language: "語言", "语言", "Language";
        look: "畫面", "画面", "Appearance";
        look_auto: "跟隨裝置", "跟随设备", "As the device";
        look_light: "淺色", "浅色", "Light";
        look_dark: "深色", "深色", "Dark";
        look_contrast: "高對比（陽光下）", "高对比（阳光下）", "High contrast (sunlight)";
        person: "使用者", "使用者", "Who is using this device";
        change_person: "換人使用", "换人使用", "Someone else takes over";
        data: "資料", "数据", "Data";
        export: "匯出檔案", "导出文件", "Export to a file";
        export_hint: "把這部裝置上所有已完成的記錄，連同照片與檔案，存成一個 JSON 檔，可作備份，或用隨身碟帶到辦公室。", "把这台设备上所有已完成的记录，连同照片与文件，存成一个 JSON 文件，可作备份，或用U盘带到办公室。", "Everything finished on this device, with its photos and files, in one JSON file: a backup, or something to carry to the office on a stick.";
        export_drafts: "不在檔案內（仍在填寫）：{} 份問卷。", "不在文件内（仍在填写）：{} 份问卷。", "Not in the file, because they are not finished: {}.";
        exported: "已匯出 {} 筆紀錄。", "已导出 {} 笔记录。", "{} entries were exported.";
        exported_files: "已匯出 {} 筆紀錄和 {} 個檔案。", "已导出 {} 笔记录和 {} 个文件。", "{} entries and {} files were exported.";
        exported_several: "已匯出 {} 筆紀錄和 {} 個檔案，分成 {} 個檔。請全部帶走，並依編號順序匯入。", "已导出 {} 笔记录和 {} 个文件，分成 {} 个文件。请全部带走，并按编号顺序导入。", "{} entries and {} files were exported to {} files. Take all of them, and import them in the order of their numbers.";
        export_failed: "無法匯出。", "无法导出。", "The export failed.";
        import: "匯入檔案", "导入文件", "Import a file";
        import_hint: "檔案中的資料會併入這部裝置，不會覆蓋任何內容。也可以把檔案拖到這裡。", "文件中的数据会并入这台设备，不会覆盖任何内容。也可以把文件拖到这里。", "What is in the file is added to this device; nothing is overwritten. You can also drop a file here.";
        importing: "正在讀取檔案…", "正在读取文件…", "Reading the file…";
        imported: "已加入 {} 筆新紀錄；{} 筆原本就有。", "已加入 {} 笔新记录；{} 笔原本就有。", "{} new entries were added; {} were here already.";
        imported_files: "已加入 {} 個新檔案。", "已加入 {} 个新文件。", "{} new files were added.";
        imported_unnamed: "有 {} 個檔案沒有加入，因為找不到所屬的紀錄。請先匯入編號較前的檔案，再匯入這一個。", "有 {} 个文件没有加入，因为找不到所属的记录。请先导入编号较前的文件，再导入这一个。", "{} files were left out because the records they belong to are not here. Import the file with the lower number first, then this one again.";
        nothing_changed: "這部裝置上的資料沒有任何改變。", "这台设备上的数据没有任何改变。", "Nothing on this device was changed.";
        bad_cut_off: "檔案不完整，在中途被截斷。請重新取得檔案。", "文件不完整，在中途被截断。请重新获取文件。", "The file ends in the middle: it was cut off on its way. Get it again.";
        bad_not_json: "這不是 JSON 檔（第 {} 行第 {} 字）。請選擇由到戶匯出的檔案。", "这不是 JSON 文件（第 {} 行第 {} 字）。请选择由到户导出的文件。", "This is not a JSON file (line {}, column {}). Choose a file that Doorstep exported.";
        bad_foreign: "這個檔案不是由到戶匯出的。", "这个文件不是由到户导出的。", "This file was not exported by Doorstep.";
        bad_newer: "這個檔案由較新的版本匯出。請先更新。", "这个文件由较新的版本导出。请先更新。", "This file was exported by a newer version. Update first.";
        bad_site: "這個檔案屬於另一個屋苑。", "这个文件属于另一个小区。", "This file belongs to another estate.";
        bad_large: "檔案超過 512 MB。", "文件超过 512 MB。", "The file is larger than 512 MB.";
        bad_damaged: "檔案已損壞或被人改過（{}）。請重新取得檔案。", "文件已损坏或被人改过（{}）。请重新获取文件。", "The file is damaged or was changed by hand ({}). Get it again.";
        bad_unconnected: "檔案缺少較早的紀錄（{}）。請匯入較完整的檔案。", "文件缺少较早的记录（{}）。请导入较完整的文件。", "Earlier entries are missing ({}). Import a file that has them.";
        bad_unreadable: "無法讀取這個檔案。", "无法读取这个文件。", "The file could not be read.";
        storage: "裝置儲存", "设备存储", "Storage on this device";
        kept: "保留", "保留", "Kept";
        kept_yes: "瀏覽器承諾不會自動清除", "浏览器承诺不会自动清除", "The browser promises not to clear it";
        kept_no: "瀏覽器可能在空間不足時清除；請每天同步，或把本頁加到主畫面", "浏览器可能在空间不足时清除；请每天同步，或把本页加到主屏幕", "The browser may clear it when space runs out: sync every day, or add this page to the home screen";
        kept_unknown: "瀏覽器未說明；請每天同步", "浏览器未说明；请每天同步", "The browser does not say: sync every day";
        room: "空間", "空间", "Space";
        room_used: "已用 {}，可用 {}", "已用 {}，可用 {}", "{} used of {}";
        room_unknown: "瀏覽器未說明", "浏览器未说明", "The browser does not say";
        entries: "紀錄", "记录", "Entries";
        drafts: "填寫中", "填写中", "Being filled in";
        attachments: "照片與檔案", "照片与文件", "Photos and files";
        attachments_none: "沒有", "没有", "None";
        attachments_sent: "{} 個（{}），已全部送達", "{} 个（{}），已全部送达", "{} ({}), all at the office";
        attachments_waiting: "{} 個（{}），其中 {} 個（{}）待送", "{} 个（{}），其中 {} 个（{}）待发", "{} ({}), of which {} ({}) are still to be sent";
        form_files: "問卷所需檔案", "问卷所需文件", "Files of questionnaires";
        form_files_here: "齊全", "齐全", "All here";
        form_files_coming: "尚欠 {} 個（{}）", "还缺 {} 个（{}）", "{} still to come ({})";
        stuck_room: "伺服器沒有空間存放 {} 個檔案；檔案仍在這部裝置上。請通知主任。", "服务器没有空间存放 {} 个文件；文件仍在这台设备上。请通知主任。", "The server has no room for {} files; they are still on this device. Tell your supervisor.";
        stuck_damaged: "有 {} 個檔案已損壞，無法傳送或取得。請通知主任。", "有 {} 个文件已损坏，无法传送或获取。请通知主任。", "{} files are damaged and can be neither sent nor fetched. Tell your supervisor.";
        device: "裝置編號", "设备编号", "Device";
        last_sync: "上次同步", "上次同步", "Last sync";
        never: "本次開啟後尚未同步", "本次打开后尚未同步", "Not yet since the app was opened";
        offline_ready: "離線使用", "离线使用", "Works offline";
        ready_yes: "可以", "可以", "Yes";
        ready_no: "尚未就緒，請連線後重新載入", "尚未就绪，请联网后重新载入", "Not yet: connect and reload once";
        damaged: "有 {} 筆紀錄無法讀取，其餘不受影響。請匯出檔案並通知主任。", "有 {} 笔记录无法读取，其余不受影响。请导出文件并通知主任。", "{} records cannot be read; the others are not affected. Export a file and tell your supervisor.";
        refused: "伺服器不接受這部裝置的部分紀錄（第 {} 筆起）：另一部裝置用了同一個編號。請匯出檔案並通知主任；資料仍在這部裝置上。", "服务器不接受这台设备的部分记录（第 {} 笔起）：另一台设备用了同一个编号。请导出文件并通知主任；数据仍在这台设备上。", "The server does not take this device's entries from number {} on: another device uses the same identity. Export a file and tell your supervisor; the data is still here.";
        trouble: "伺服器拒絕同步：{} 資料仍在這部裝置上。", "服务器拒绝同步：{} 数据仍在这台设备上。", "The server refuses to sync: {} The data is still on this device.";
        version: "版本", "版本", "Version";
        check_update: "檢查更新", "检查更新", "Look for a new version";
    }
}
