; The installer for Windows: for one user, without administrator, in Vietnamese or English.
; Given by ship/windows.sh: VERSION (three figures), BUNDLE (what PyInstaller made), ICON, OUT,
; SIZE (KB).
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
; Both programs hold the same code: within reach of each other it is packed once.
SetCompressorDictSize 64
RequestExecutionLevel user
ManifestDPIAware true

!include MUI2.nsh
!include WinVer.nsh

!define NAME "Sổ Thiết Bị"
!define WINDOW "so-thiet-bi.exe"
!define CONSOLE "sothietbi.exe"
!define KIND "Software\Classes\SoThietBi.Backup"
!define ENTRY "Software\Microsoft\Windows\CurrentVersion\Uninstall\SoThietBi"

Name "${NAME}"
OutFile "${OUT}"
; A fixed folder without marks. The book is elsewhere, in the user's own data.
InstallDir "$LOCALAPPDATA\Programs\So Thiet Bi"
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "${NAME}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "${NAME}"
VIAddVersionKey LegalCopyright "MIT"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW}"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "$(KEPT)"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE Vietnamese
!insertmacro MUI_LANGUAGE English

LangString OLD ${LANG_VIETNAMESE} "Chương trình cần Windows 10 bản 1809 trở lên, 64-bit. Máy này có Windows cũ hơn nên chưa cài được."
LangString OLD ${LANG_ENGLISH} "The program needs Windows 10 version 1809 or later, 64-bit. The Windows on this PC is older, so nothing was installed."
LangString RUNNING ${LANG_VIETNAMESE} "Sổ Thiết Bị đang mở. Hãy đóng chương trình rồi bấm Thử lại."
LangString RUNNING ${LANG_ENGLISH} "The Equipment Book is open. Close it, then press Retry."
LangString KEPT ${LANG_VIETNAMESE} "Chỉ gỡ chương trình. Sổ của trường được giữ nguyên tại $APPDATA\SoThietBi; cài lại là dùng tiếp được."
LangString KEPT ${LANG_ENGLISH} "Only the program is removed. The school's book stays as it is in $APPDATA\SoThietBi; install again to go on with it."

; Exit status when silent: 2 an older Windows, 3 the program is open.
!macro REFUSE_WHILE_RUNNING PROGRAM
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM}" a
    ${If} ${Errors}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDRETRY again
      SetErrorLevel 3
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

; Windows does not let a program that runs be written to.
!macro CLOSED PREFIX
Function ${PREFIX}Closed
again:
  !insertmacro REFUSE_WHILE_RUNNING "${WINDOW}"
  !insertmacro REFUSE_WHILE_RUNNING "${CONSOLE}"
FunctionEnd
!macroend
!insertmacro CLOSED ""
!insertmacro CLOSED "un."

; What an installation holds, and nothing else: a folder somebody chose with /D= keeps the rest.
!macro TAKE_AWAY
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${WINDOW}"
  Delete "$INSTDIR\${CONSOLE}"
  Delete "$INSTDIR\LICENCES.txt"
!macroend

Function .onInit
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 17763
    MessageBox MB_OK|MB_ICONSTOP "$(OLD)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  Call Closed
FunctionEnd

Function un.onInit
  Call un.Closed
FunctionEnd

Section
  SetOutPath "$INSTDIR"
  !insertmacro TAKE_AWAY
  File /r "${BUNDLE}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${WINDOW}"
  CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\${WINDOW}"
  WriteRegStr HKCU "Software\Classes\.stb" "" "SoThietBi.Backup"
  WriteRegStr HKCU "${KIND}" "" "${NAME}"
  WriteRegStr HKCU "${KIND}\DefaultIcon" "" "$INSTDIR\${WINDOW}"
  WriteRegStr HKCU "${KIND}\shell\open\command" "" '"$INSTDIR\${WINDOW}" open "%1"'
  WriteRegStr HKCU "${ENTRY}" DisplayName "${NAME}"
  WriteRegStr HKCU "${ENTRY}" DisplayVersion "${VERSION}"
  WriteRegStr HKCU "${ENTRY}" Publisher "${NAME}"
  WriteRegStr HKCU "${ENTRY}" DisplayIcon "$INSTDIR\${WINDOW}"
  WriteRegStr HKCU "${ENTRY}" InstallLocation "$INSTDIR"
  WriteRegStr HKCU "${ENTRY}" UninstallString '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${ENTRY}" QuietUninstallString '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${ENTRY}" EstimatedSize ${SIZE}
  WriteRegDWORD HKCU "${ENTRY}" NoModify 1
  WriteRegDWORD HKCU "${ENTRY}" NoRepair 1
SectionEnd

Section Uninstall
  !insertmacro TAKE_AWAY
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$DESKTOP\${NAME}.lnk"
  DeleteRegKey HKCU "Software\Classes\.stb"
  DeleteRegKey HKCU "${KIND}"
  DeleteRegKey HKCU "${ENTRY}"
SectionEnd
