/** Palabras de todas las páginas, como en `en/common.js`. */
export default {
  shell: {
    skip: 'Ir al contenido',
    main: 'Principal',
    menu: 'Menú',
    library: 'Biblioteca',
    organizer: 'Sus créditos',
    progress: 'Progreso',
    transcript: 'Historial',
    profile: 'Perfil',
    help: 'Ayuda',
    staff: 'Personal',
    verify: 'Comprobar un certificado',
    sign_in: 'Iniciar sesión',
    sign_out: 'Cerrar sesión',
    signed_out: 'Ha cerrado la sesión.',
    storage_blocked:
      'Este navegador no guarda datos de este sitio. Puede trabajar, pero si recarga o cierra una página tendrá que ' +
      'iniciar sesión de nuevo y se perderá lo que haya escrito. Para cambiarlo, permita las cookies y los datos de ' +
      'este sitio.',
    about: 'Educación continua para profesionales del laboratorio clínico.',
    contact: 'Ayuda y contacto',
  },

  common: {
    cancel: 'Cancelar',
    next: 'Continuar',
    yes: 'Sí',
    no: 'No',
    saved: 'Guardado.',
    not_saved: 'No se guardó.',
    print: 'Imprimir',
    csv: 'Descargar como CSV',
    try_again: 'Intentar de nuevo',
    to_home: 'Inicio',
    new_window: '(se abre en otra pestaña)',
    copy: 'Copiar',
    copy_what: 'Copiar: {what}',
    copied: 'Copiado',
    was_copied: 'Copiado: {what}',
    is_selected: 'Seleccionado: {what}. Cópielo con el teclado.',
  },

  times: {
    through: 'hasta el {day} inclusive ({zone})',
    until: 'hasta el {moment}',
    own: '{said} ({own} en su reloj)',
    own_until: '{said}, en su reloj hasta el {own}',
    zones: {
      eastern: 'hora del este',
      central: 'hora del centro',
      mountain: 'hora de la montaña',
      arizona: 'hora estándar de la montaña',
      pacific: 'hora del Pacífico',
      alaska: 'hora de Alaska',
      hawaii: 'hora de Hawái',
    },
  },

  forms: {
    needed: 'Complete este campo.',
    choose: 'Elija una respuesta.',
    fill_in: 'Faltan algunos campos por completar.',
    optional: '(opcional)',
    password_hint: 'Al menos {least} caracteres. Varias palabras son fáciles de recordar.',
    password_short: 'Faltan {missing}.',
    password_enough: 'Es bastante larga.',
    show_password: 'Mostrar la contraseña',
  },

  not_found: {
    title: 'Página no encontrada',
    what: 'Puede que la dirección sea incorrecta o que su cuenta no tenga acceso a esta página.',
  },

  places: { ascls: 'Ir a ASCLS', ascp: 'Ir a ASCP', profile: 'Abrir su perfil', organizer: 'Abrir sus créditos' },

  // Idiomas que no todos los navegadores saben nombrar.
  languages: { bo: 'tibetano', dz: 'dzongkha', ckb: 'kurdo central', fil: 'filipino', ti: 'tigriña' },

  kinds: {
    live_meeting: {
      one: 'Reunión presencial',
      many: 'Reuniones presenciales',
      about: 'Asistió en persona. Tenga a mano su Badge ID.',
    },
    teleconference: {
      one: 'Teleconferencia',
      many: 'Teleconferencias',
      about: 'La escuchó en un sitio que tiene un Group ID.',
    },
    webinar: { one: 'Seminario web', many: 'Seminarios web', about: 'Asistió en línea, en directo.' },
    online: {
      one: 'Curso en línea',
      many: 'Cursos en línea',
      about: 'Aprenda a su ritmo y haga después la prueba final.',
    },
  },

  home: {
    title: 'Su educación continua',
    welcome: 'Crédito por lo que aprendió',
    welcome_lead:
      'Solicite créditos por reuniones, teleconferencias, seminarios web y cursos en línea. Imprima su certificado ' +
      'y siga cada crédito hasta ASCP.',
    claim: 'Solicitar créditos',
    more: 'Aprender y encontrar',
    library: 'Biblioteca de actividades',
    library_about: 'Todas las actividades, pasadas y actuales, con búsqueda.',
    help: 'Ayuda',
    help_about: 'Preguntas frecuentes, cómo comunicarse con nosotros y reuniones anteriores a 2010.',
    first_time: '¿Es su primera vez?',
    steps: {
      account: 'Cree una cuenta con el correo electrónico que ASCLS y ASCP tienen de usted.',
      claim:
        'Elija la actividad y el tipo de certificado (constancia de crédito). Evalúe cada sesión a la que asistió.',
      print: 'Revise el resumen de créditos e imprima el certificado.',
      follow: 'Siga el crédito en “Sus créditos” hasta que llegue a ASCP.',
    },
    needs_you: { one: '{count} crédito necesita su atención', other: '{count} créditos necesitan su atención' },
    all_credits: 'Ir a sus créditos',
    drafts: 'Sus borradores',
    completed: 'Créditos obtenidos y certificados',
    none_completed: 'Todavía nada. Los créditos aparecen aquí cuando ha impreso su certificado.',
    transcript: 'Historial completo',
  },

  drafts: {
    sessions: { one: '{count} sesión', other: '{count} sesiones' },
    credits: { one: '{count} crédito', other: '{count} créditos' },
    attended: { one: '{count} hora de asistencia', other: '{count} horas de asistencia' },
    changed: 'Modificado el {when}',
    reopened:
      'El certificado {number} fue revocado y esta solicitud está abierta de nuevo: corríjala e imprímalo otra vez.',
  },

  unsaved: {
    refused: 'Esto no se pudo guardar',
    ask: '¿Cerrar la sesión? Hay algo sin guardar',
    lost:
      'Estas sesiones están solo en esta pestaña. Si cierra la sesión ahora, las perderá, junto con todo lo demás ' +
      'que haya empezado.',
    begun:
      'Empezó a responder preguntas aquí y no solicitó la sesión. Si cierra la sesión ahora, perderá sus respuestas.',
    stay: 'Seguir con la sesión abierta',
    leave: 'Cerrar la sesión de todos modos',
    logged_out: 'Se cerró su sesión en otra pestaña. Hay algo sin guardar',
    kept:
      'Su trabajo está solo en esta pestaña. Inicie sesión de nuevo aquí para guardarlo. Si otra persona inicia ' +
      'sesión aquí o usted cierra la pestaña, se pierde.',
  },

  sign_in: {
    title: 'Iniciar sesión',
    submit: 'Iniciar sesión',
    email: 'Correo electrónico',
    password: 'Contraseña',
    new_password: 'Contraseña nueva',
    first_time: 'Esta cuenta fue creada para usted. Elija su propia contraseña.',
    app_code: 'Código de su aplicación de autenticación',
    app_code_hint: 'Seis dígitos; cambia cada 30 segundos.',
    needed: 'Inicie sesión para continuar. Después lo llevaremos a la página que pidió.',
    by_code: 'Enviarme un código por correo electrónico',
    by_password: 'Iniciar sesión con su contraseña',
    forgotten: '¿Olvidó su contraseña?',
    no_account: '¿Todavía no tiene una cuenta?',
    ended: 'Inicie sesión de nuevo',
    ended_why: 'Su sesión ha caducado. Inicie sesión para continuar. No se pierde nada de lo que escribió.',
    unsure: '¿Es usted?',
    unsure_why: 'Inicie sesión de nuevo para continuar. Así, nadie que encuentre su sesión abierta puede hacer esto.',
    later: 'Ahora no',
    shared: 'Esta computadora es compartida',
    shared_about: 'Su sesión se cerrará tras 5 minutos sin actividad; de lo contrario, tras 30.',
  },

  idle: {
    title: '¿Sigue ahí?',
    why: 'Por su seguridad, la sesión se cierra tras {minutes} minutos sin actividad. Falta menos de un minuto.',
    stay: 'Seguir con la sesión abierta',
    leave: 'Cerrar la sesión ahora',
    ended: 'Su sesión se cerró porque no hubo actividad durante {minutes} minutos.',
  },

  sign_up: {
    title: 'Crear una cuenta',
    submit: 'Crear la cuenta',
    why: 'Lleva un minuto. Su cuenta guarda sus solicitudes, certificados y créditos.',
    email_hint: 'Use la dirección que ASCLS y ASCP tienen de usted. Los créditos se asignan por el correo electrónico.',
    have_one: '¿Ya tiene una cuenta?',
    enter_code: 'Escribir el código del mensaje',
  },

  confirm: {
    title: 'Confirme su correo electrónico',
    why: 'Le enviamos un código por correo electrónico. Es válido durante un día.',
    code: 'Código del mensaje',
    code_hint: 'Seis dígitos.',
    submit: 'Confirmar',
    none: '¿Todavía no llegó el mensaje?',
    again: 'Enviar el código otra vez',
    sent: 'Enviado. Mire también en su carpeta de correo no deseado.',
    password_hint: 'La contraseña que eligió para esta cuenta.',
    perhaps_sent:
      'Si esta cuenta aún no está confirmada, un código nuevo está en camino. Si ya la confirmó, inicie sesión.',
    ready: 'Su cuenta está lista.',
    other_password:
      'El código era correcto, pero esta cuenta fue creada con otra contraseña o por otra persona. Para que nadie ' +
      'más pueda entrar, elija una contraseña nueva: enviamos un segundo código a {email}.',
  },

  reset: {
    title: 'Restablecer la contraseña',
    why: 'Le enviaremos un código por correo electrónico. Con él puede elegir una contraseña nueva.',
    ask: 'Enviarme un código',
    sent: 'El código está en camino.',
    sent_to: 'Si existe una cuenta para {email}, un código está en camino a esa dirección.',
    submit: 'Guardar la contraseña nueva',
    done: 'Su contraseña nueva está guardada. Todas las demás sesiones se han cerrado.',
    none: '¿Todavía no llegó el mensaje?',
    confirm_first: 'Puede que su cuenta aún no esté confirmada. Escriba su código o pida otro.',
    unproved:
      'Antes de iniciar sesión, elija una contraseña nueva. Es posible que otra persona se haya registrado con su ' +
      'correo electrónico, así que no podemos saber si la contraseña actual es suya.',
  },

  account: {
    email: 'Correo electrónico',
    email_now: 'Usted inicia sesión con {email}.',
    email_why:
      'Avisamos a la dirección anterior, desde la que se puede deshacer el cambio durante siete días. Hasta ' +
      'entonces, o hasta que lo confirme con el enlace de ese mensaje, los créditos se asignan por la dirección ' +
      'anterior. Después, los que aún no se enviaron pasan a la nueva. La dirección anterior sigue siendo suya.',
    new_email: 'Correo electrónico nuevo',
    send_code: 'Enviar un código a la dirección nueva',
    code_sent: 'Un código está en camino a {email}. Hasta que lo escriba, conserva la dirección anterior.',
    confirm_email: 'Cambiar la dirección',
    email_changed:
      'Ahora inicia sesión con {email}. Su sesión se cerró en todos los demás lugares. Para que sus créditos sigan ' +
      'el cambio de inmediato, use el enlace del mensaje que enviamos a su dirección anterior.',
    your_password: 'Su contraseña',
    password: 'Contraseña',
    old_password: 'Contraseña actual',
    change_password: 'Cambiar la contraseña',
    password_changed:
      'Su contraseña ha cambiado. Su sesión se cerró en todos los demás lugares. Recibirá un mensaje sobre ello.',
    new_email_waits: 'Ahora inicia sesión con {email}. Hasta el {when}, los créditos se asignan por {matched}.',
    new_email_how: 'Para que termine antes, siga el enlace de confirmación del mensaje que enviamos a {matched}.',
    app: 'Aplicación de autenticación',
    app_why: 'Con una aplicación en su teléfono, una contraseña robada no basta para abrir su cuenta.',
    app_password: 'Contraseña, para cambiar la aplicación',
    app_start: 'Configurar una aplicación o desactivarla',
    app_enter: 'Escanee el cuadrado con la aplicación. Después escriba el código que muestra.',
    app_qr: 'Código QR con la clave para su aplicación de autenticación',
    app_key: 'Si no puede escanearlo, escriba esta clave en la aplicación:',
    app_open: 'Abrirlo en la aplicación de este dispositivo',
    app_confirm: 'Activarla',
    app_on: 'Desde ahora inicia sesión con su contraseña y un código. Su sesión se cerró en todos los demás lugares.',
    app_used: 'Inicia sesión con su contraseña y un código.',
    app_stop: 'Desactivarla',
    app_off: 'Desde ahora inicia sesión solo con su contraseña. Su sesión se cerró en todos los demás lugares.',
  },

  paper: {
    printed_on: 'Impreso el {day}',
  },
};
