//! Texts of the frame around every screen, and of what can go wrong anywhere.

super::texts! {
    /// Texts of the frame.
    ShellTexts {
        recording: "訪談正在錄音。", "访谈正在录音。", "An interview is being recorded.";
        to_interview: "回到訪談", "回到访谈", "Back to the interview";
        today: "今日", "今日", "Today";
        sent: "已完成", "已完成", "Finished";
        office: "辦公室", "办公室", "Office";
        forms: "問卷", "问卷", "Forms";
        settings: "設定", "设置", "Settings";
        search: "搜尋", "搜索", "Search";
        navigation: "主選單", "主菜单", "Main menu";
        language: "語言", "语言", "Language";
        lock: "上鎖", "锁定", "Lock";
        skip: "跳到內容", "跳到内容", "Skip to content";
        all_sent: "已全部送達", "已全部送达", "All sent";
        syncing: "傳送中…", "传送中…", "Sending…";
        waiting: "{} 項待送", "{} 项待发", "{} to send";
        offline: "未連線", "未连接", "Offline";
        offline_waiting: "未連線・{} 項待送", "未连接・{} 项待发", "Offline · {} to send";
        sync_now: "立即同步", "立即同步", "Sync now";
        update_ready: "新版本已下載完成。", "新版本已下载完成。", "A new version is ready.";
        update_take: "立即更新", "立即更新", "Update now";
        update_wait: "有問卷正在填寫，完成後即可更新。", "有问卷正在填写，完成后即可更新。", "A questionnaire is open. Finish it or leave it, then update.";
        loading: "正在開啟…", "正在打开…", "Opening…";
        welcome: "歡迎使用到戶", "欢迎使用到户", "Welcome to Doorstep";
        who: "現在由誰使用這部平板？", "现在由谁使用这台平板？", "Who is using this tablet?";
        which_site: "請選擇服務中心", "请选择服务中心", "Choose your site";
        first_needs_line: "第一次使用需要連線，以取得屋苑資料。", "第一次使用需要联网，以取得小区资料。", "The first start needs a connection, to fetch your estate.";
        no_site_yet: "這裡沒有開放給所有人的屋苑。請向經理索取邀請碼。", "这里没有开放给所有人的小区。请向经理索取邀请码。", "No estate here is open to everyone. Ask your manager for a code.";
        was_cleared: "這個瀏覽器清除了到戶的資料。已送達辦公室的記錄會重新取得；未送出的請向主任報告。", "这个浏览器清除了到户的数据。已送达办公室的记录会重新取得；未送出的请向主任报告。", "This browser has cleared Doorstep's data. What had reached the office is fetched again; tell your supervisor about the rest.";
        part_missing: "這一頁還沒有下載到這部裝置。請連線後再試一次。", "这一页还没有下载到这台设备。请联网后再试一次。", "This screen is not on the device yet. Connect to the network and try again.";
        try_again: "再試一次", "再试一次", "Try again";
        restore: "從備份還原", "从备份还原", "Restore from a backup";
        join_by_code: "用邀請碼加入", "用邀请码加入", "Join with a code";
        not_known: "這部裝置已不在名單上。資料都還在，沒有遺失。請向經理索取新的邀請碼，輸入後會繼續傳送。", "这台设备已不在名单上。数据都还在，没有丢失。请向经理索取新的邀请码，输入后会继续发送。", "This tablet is no longer known here. Nothing is lost. Ask your manager for a new code; what was not sent goes over then.";
        open_file: "從檔案開啟", "从文件打开", "Open from a file";
        fetching: "正在取得屋苑資料…", "正在取得小区资料…", "Fetching your estate…";
        role_assistant: "客服助理", "客服助理", "Assistant";
        role_supervisor: "客戶服務部主任", "客户服务部主任", "Supervisor";
        role_manager: "服務中心經理", "服务中心经理", "Manager";
        role_executive: "公司領導", "公司领导", "Executive";
        role_auditor: "監督小組", "监督小组", "Auditor";
        not_found: "找不到這一頁。", "找不到这一页。", "This page does not exist.";
        not_yours: "這一頁不屬於你的工作範圍。", "这一页不属于您的工作范围。", "This page is not part of your work.";
        to_today: "回到今日", "回到今日", "Go to Today";
        copied: "這部裝置的資料曾被複製到另一部裝置，兩部用了同一個編號。這部裝置已換用新的編號，{} 筆記錄已改用新編號保存，沒有遺失。", "这台设备的数据曾被复制到另一台设备，两台用了同一个编号。这台设备已换用新的编号，{} 笔记录已改用新编号保存，没有遗失。", "This device's data had been copied to another one, so that two went by one number. This one has a new number now; {} records were kept under it, and nothing is lost.";
        moved: "有一筆損壞的記錄已另行存放，其後的 {} 筆記錄已重新接續，沒有遺失。", "有一笔损坏的记录已另行存放，其后的 {} 笔记录已重新接续，没有遗失。", "A damaged record was set aside. The {} records after it were kept, and nothing else is lost.";
        understood: "知道了", "知道了", "Understood";
        gone: "這筆資料不在這部裝置上。", "这笔资料不在这台设备上。", "This record is not on this device.";
        store_unavailable: "這個瀏覽器視窗無法保存資料。請勿使用無痕視窗，並允許網站儲存資料。", "这个浏览器窗口无法保存数据。请勿使用无痕窗口，并允许网站存储数据。", "This browser window cannot keep data. Leave private browsing and allow the site to store data.";
        store_full: "裝置的儲存空間已滿。請先匯出檔案，並清出空間；畫面上的答案仍在。", "设备的存储空间已满。请先导出文件，并清出空间；屏幕上的答案仍在。", "The device is full. Export a file and free some space; the answers on the screen are still here.";
        store_lost: "與裝置儲存空間的連接中斷。請重新載入頁面；打勾的資料都還在。", "与设备存储空间的连接中断。请重新载入页面；打勾的数据都还在。", "The connection to the device's storage was lost. Reload the page; everything with a tick is safe.";
        store_blocked: "另一個分頁仍開著舊版本。請關閉其他分頁後重新載入。", "另一个标签页仍开着旧版本。请关闭其他标签页后重新载入。", "Another tab has an older version open. Close the other tabs and reload.";
        store_newer: "資料由較新的版本寫入。請連線並重新載入，以取得新版本。", "数据由较新的版本写入。请联网并重新载入，以取得新版本。", "The data was written by a newer version. Connect and reload to get it.";
        store_corrupt: "裝置上有資料無法讀取（{}）。請匯出檔案並通知主任。", "设备上有数据无法读取（{}）。请导出文件并通知主任。", "Some data on this device cannot be read ({}). Export a file and tell your supervisor.";
        room_scarce: "裝置的空間快用完了，只剩 {}。請清出空間，並連線同步；已打勾的資料都還在。", "设备的空间快用完了，只剩 {}。请清出空间，并联网同步；已打勾的数据都还在。", "This device is nearly full: {} left. Free some space and sync; everything with a tick is safe.";
        store_sealed: "資料已加密。請重新載入並解鎖。", "数据已加密。请重新载入并解锁。", "The data is locked. Reload the page and unlock it.";
        store_other: "無法保存：{}。請再試一次。", "无法保存：{}。请再试一次。", "It could not be saved: {}. Try again.";
        files_coming: "問卷所需的檔案還有 {} 個（{}）尚未下載。離線前請保持連線。", "问卷所需的文件还有 {} 个（{}）尚未下载。离线前请保持联网。", "Files that questionnaires need are still to come: {} ({}). Stay connected until they are here.";
        file_too_large: "檔案超過 {} MB，無法保存。請選較小的檔案，或縮短錄製時間。", "文件超过 {} MB，无法保存。请选较小的文件，或缩短录制时间。", "The file is larger than {} MB and was not kept. Choose a smaller one, or record for a shorter time.";
        file_missing: "檔案不在這部裝置上，目前也無法向伺服器取得。請連線後再試。", "文件不在这台设备上，目前也无法向服务器获取。请联网后再试。", "The file is not on this device and the server does not give it now. Connect and try again.";
        file_damaged: "檔案內容與紀錄不符，已損壞。", "文件内容与记录不符，已损坏。", "The file is damaged: it is not the one that the record names.";
        file_unreadable: "無法讀取這個檔案。請再選一次。", "无法读取这个文件。请再选一次。", "The file could not be read. Choose it again.";
        reload: "重新載入", "重新载入", "Reload";
    }
}
