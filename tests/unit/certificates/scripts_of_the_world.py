"""Names in the scripts that people use, all of them invented."""

NAMES = {
    "vietnamese": "Nguyễn Thị Ánh Tuyết",
    "polish": "Żółcisława Gęśląjaźń-Źdźbło",
    "welsh": "Siân Ŵyn Ŷnyr Llŷr",
    "greek": "Ελευθερία Παπαδοπούλου",
    "cyrillic": "Анастасия Щербакова",
    "arabic": "فاطمة الزهراء عبد الرحمن",
    "persian": "پژمان گچ‌پژ",
    "hebrew": "שרה בן־דוד",
    "devanagari": "श्रीमती क्षितिजा त्रिपाठी",
    "thai": "กัญญารัตน์ ศรีสุวรรณ",
    "simplified": "欧阳丽华",
    "traditional": "歐陽麗華",
    "japanese": "髙橋 さくら",
    "korean": "김서연",
    "latin with arabic": "Fatima فاطمة Rahman",
    "arabic with latin": "فاطمة Rahman",
    "hebrew with digits": "שרה 123",
    "tamil": "தமிழ்ச்செல்வி",
    "armenian": "Արամ Խաչատրյան",
    "georgian": "ნინო ბერიძე",
}
