"""Spanish: an essay on irrigation channels, and what is planted in it."""

from tests.pdfs.planted.kinds import ASIDE, LEFTOVER, NOTICE, SPONSOR, Planting, junk

SPANISH = Planting(
    language="es",
    title="Las acequias de Valdelmora",
    paragraphs=(
        (
            "El agua de Valdelmora tiene memoria y tiene horario.",
            "Cada familia sabe desde hace siglos a qué hora le toca abrir la compuerta, y nadie "
            "ha necesitado escribirlo.",
            "Cuando un ingeniero de la capital pidió el reglamento, los vecinos le señalaron un "
            "reloj de sol.",
        ),
        (
            "La acequia mayor nace a mil ochocientos metros, donde todavía queda nieve en mayo.",
            "Baja por la ladera con una pendiente tan suave que el agua parece quieta.",
            "Quienes la trazaron no tenían más instrumentos que una cuerda, un cuenco y mucha "
            "paciencia.",
        ),
        (
            "En verano, el caudal se reparte por turnos de tres horas.",
            "El acequiero, que hoy se llama Tomás Arrizabal, recorre los once kilómetros a pie y "
            "escucha más de lo que mira.",
            "Un hilo de agua que se pierde, dice, suena distinto de uno que llega a su sitio.",
            "Nunca ha llevado reloj, y nunca se ha equivocado de puerta.",
        ),
        (
            "Hacia 1965 quisieron cubrir el canal de cemento.",
            "El cemento no pierde agua, explicaban los técnicos, y la tierra pierde la mitad.",
            "Lo que no habían calculado es que esa mitad alimentaba las fuentes de cuatro pueblos "
            "más abajo.",
        ),
        (
            "Dos años después de las obras se secó la primera fuente.",
            "Los castaños de la ladera, que nadie regaba y que nadie creía regados, empezaron a "
            "morir por la copa.",
            "Una maestra, Remedios Olalla, dibujó un mapa con cada árbol muerto y lo colgó en la "
            "puerta del ayuntamiento.",
        ),
        (
            "El mapa hizo más que todos los informes.",
            "En 1974 el pueblo levantó el cemento con picos y mazas, sin pedir permiso.",
            "Hubo multas, pero no llegaron a cobrarse, porque el alcalde también había traído su "
            "pico.",
        ),
        (
            "Hoy se sabe por qué tenían razón.",
            "El agua que se filtra en invierno tarda entre cinco y siete meses en atravesar la "
            "montaña, y aparece en las fuentes justo cuando más falta hace.",
            "Los geólogos lo llaman recarga; los viejos lo llamaban sembrar agua.",
        ),
        (
            "No todo fue tan fácil como se cuenta.",
            "Durante los años ochenta se marchó la mitad de los jóvenes, y hubo temporadas en que "
            "solo quedaban seis personas para limpiar el canal.",
            "El periódico comarcal vivía entonces de los anuncios de pisos en la costa.",
        ),
        (
            "La vuelta empezó con una estudiante que vino a medir y se quedó.",
            "Midió durante cuatro inviernos, publicó muy poco y plantó doscientos castaños.",
            "Ahora dirige una escuela en la que se aprende a leer el agua antes que los mapas.",
            "Sus alumnos llegan con ordenadores y se van con una azada.",
        ),
        (
            "Nadie en Valdelmora habla de progreso ni de tradición.",
            "Hablan del turno de las seis, de la compuerta que cierra mal y de la nieve que este "
            "año no ha venido.",
            "Mientras suene el agua, dice Arrizabal, no hay nada que explicar.",
        ),
    ),
    junk=(
        *junk(
            SPONSOR,
            "Este número llega a sus manos gracias a Instrumentos Halden.",
            "Publicidad.|Suscríbase hoy y reciba cuatro números gratis.",
            "Con el patrocinio de la Caja Rural de la Sierra.",
            "Nuestro patrocinador, Cafés Claraluz, le ofrece un diez por ciento de descuento.|"
            "Utilice el código MAÑANA en su pedido.",
            "Agradecemos a la Fundación Corvin que haya pagado la impresión de este número.",
            "¿Le ha gustado este artículo?|Hágase socio por tres euros al mes.",
            "Anúnciese en nuestra revista.|Solicite las tarifas al departamento comercial.",
            "Este episodio se lo ofrece Colchones Linterna.|Pruébelos cien noches sin compromiso.",
        ),
        *junk(
            ASIDE,
            "Nota para los revisores: la tabla 2 se encuentra ahora en el apéndice.",
            "El resto de este artículo se organiza de la siguiente manera.",
            "Agradecemos al segundo revisor que nos señalara este error.",
            "Consulta a los autores: confirmen, por favor, que las unidades son correctas.",
            "En la versión revisada todos los cambios aparecen en azul.",
            "A la redacción: sustituyan esta figura por el archivo enviado el lunes.",
            "Este apartado se ha ampliado a petición del tercer revisor.",
            "Indicación para maquetación: dejar aquí una línea en blanco.|No partir la fórmula.",
        ),
        *junk(
            NOTICE,
            "Descargar PDF|Compartir este artículo",
            "Este artículo está protegido por derechos de autor.|Todos los derechos reservados.",
            "Descargado del servidor de la biblioteca el 3 de mayo de 2021.|Solo para uso "
            "personal.",
            "Le quedan dos artículos gratuitos este mes.|Inicie sesión o cree una cuenta.",
            "Utilizamos cookies para mejorar su visita.|Aceptar todas",
            "Publicado bajo una licencia Creative Commons.",
            "Este contenido no está disponible en su país.|Consulte a su biblioteca.",
        ),
        *junk(
            LEFTOVER,
            "Continúa en la página siguiente",
            "Recibido el 4 de marzo, aceptado el 19 de junio.",
            "Pulse aquí para ampliar.",
            "Insertar aquí la figura 3.",
            "Artículo anterior Artículo siguiente",
            "Véase la versión en línea para los colores.",
            "Volver arriba",
        ),
    ),
)
