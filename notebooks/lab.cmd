@echo off
rem Opens Entroscope's notebooks in Jupyter, or runs them: notebooks\lab --help explains.
rem This script finds Java; org.entroscope.lab.Launcher builds what is missing and starts the rest.
setlocal DisableDelayedExpansion

set "java="
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "java=%JAVA_HOME%\bin\java.exe"
if not defined java for %%j in (java.exe) do set "java=%%~$PATH:j"
if not defined java goto missing

rem the first number of the version of a Java that has a compiler, as in jdk.compiler@17.0.15
set "version=0"
for /f "tokens=3 delims=@." %%v in ('""%java%" --list-modules 2^>nul ^| findstr /b /c:"jdk.compiler@""') do set "version=%%v"
if %version% lss 17 goto old

rem Java reads variables and the current folder whatever their letters are, but not its arguments:
rem so it starts in the project's folder, and learns from a variable where it was called
set "ENTROSCOPE_CALLED_FROM=%CD%"
pushd "%~dp0.."
if errorlevel 1 exit /b 1
"%java%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dentroscope.notebooks=notebooks kernel-extension\src\main\java\org\entroscope\lab\Launcher.java %*
set "status=%ERRORLEVEL%"
popd
exit /b %status%

:missing
echo lab: a JDK 17 or newer is needed, and there is none on the PATH or in JAVA_HOME. 1>&2
goto install

:old
echo lab: a JDK 17 or newer is needed, and "%java%" is older or has no compiler. 1>&2

:install
echo lab: Install one (winget install Microsoft.OpenJDK.17, or https://adoptium.net) or set JAVA_HOME to the folder of one. 1>&2
exit /b 1
