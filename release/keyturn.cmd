@echo off
rem Starts Keyturn on Windows, with its own Java in runtime\ or a Java 25 that JAVA_HOME or PATH names.
setlocal
set "keyturn_home=%~dp0"
set "keyturn_java="
if exist "%keyturn_home%runtime\bin\java.exe" set "keyturn_java=%keyturn_home%runtime\bin\java.exe"
if defined keyturn_java goto start
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "keyturn_java=%JAVA_HOME%\bin\java.exe"
if not defined keyturn_java goto path
rem Only a Java 25 or later takes this class file; an older one says so with a status of its own.
"%keyturn_java%" -cp "%keyturn_home%lib\*" dev.keyturn.cli.Keyturn --version >nul 2>&1
if not errorlevel 1 goto start
:path
set "keyturn_java="
for %%J in (java.exe) do set "keyturn_java=%%~$PATH:J"
if not defined keyturn_java goto missing
"%keyturn_java%" -cp "%keyturn_home%lib\*" dev.keyturn.cli.Keyturn --version >nul 2>&1
if errorlevel 1 goto missing
:start
rem AWS's SDK reads an empty variable as a value.
for %%N in (AWS_PROFILE AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE AWS_PARTITIONS_FILE AWS_ENDPOINT_URL AWS_ENDPOINT_URL_STS AWS_ENDPOINT_URL_SSO AWS_ENDPOINT_URL_SSO_OIDC AWS_ENDPOINT_URL_SIGNIN) do (call set "keyturn_value=%%%%N%%"& if not defined keyturn_value set "%%N=")
set "keyturn_heap="
if "%~1"=="demo" set "keyturn_heap=-Xmx256m"
if "%~1"=="sandbox" set "keyturn_heap=-Xmx256m"
"%keyturn_java%" "@%keyturn_home%jvm.options" %keyturn_heap% -cp "%keyturn_home%lib\*" dev.keyturn.cli.Keyturn %*
exit /b %errorlevel%
:missing
echo keyturn: no Java 25 was found. Install a JDK 25 (Temurin 25, for example) or set JAVA_HOME to it. 1>&2
exit /b 3
