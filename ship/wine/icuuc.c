/* Stands in for Windows' own icuuc.dll, which wine 8 does not have: Qt's core names these and the
   program never calls them. It is put beside wine's own libraries for a try, and never shipped. */
#define NAMED(name) __declspec(dllexport) void *name(void) { return 0; }

NAMED(ucnv_cbFromUWriteUChars)
NAMED(ucnv_cbToUWriteUChars)
NAMED(ucnv_close)
NAMED(ucnv_countAvailable)
NAMED(ucnv_fromUCountPending)
NAMED(ucnv_fromUnicode)
NAMED(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
NAMED(ucnv_getAvailableName)
NAMED(ucnv_getFromUCallBack)
NAMED(ucnv_getMaxCharSize)
NAMED(ucnv_getName)
NAMED(ucnv_getStandardName)
NAMED(ucnv_getToUCallBack)
NAMED(ucnv_open)
NAMED(ucnv_reset)
NAMED(ucnv_setFromUCallBack)
NAMED(ucnv_setToUCallBack)
NAMED(ucnv_toUCountPending)
NAMED(UCNV_TO_U_CALLBACK_SUBSTITUTE)
NAMED(ucnv_toUnicode)
